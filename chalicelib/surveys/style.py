"""How the survey page looks: one inline style sheet, and five faces drawn as lines so that they look alike everywhere."""

CSS = """
:root{--ground:#eef2f4;--card:#fff;--ink:#16262e;--soft:#4c616b;--line:#c6d2d8;--deep:#0b5d73;--deeper:#084655;--on-deep:#fff;
--alarm:#a4161a;--alarm-ground:#fdecec;--f1:#c93c3c;--f2:#c9651c;--f3:#a87908;--f4:#5f8f27;--f5:#2a8550;--pick:#e6f2f5}
@media (prefers-color-scheme:dark){:root{--ground:#0f191e;--card:#182730;--ink:#eaf1f4;--soft:#a9bcc5;--line:#3b505b;--deep:#6cc6dc;
--deeper:#93d8e9;--on-deep:#06222b;--alarm:#ffb3b0;--alarm-ground:#43191b;--f1:#f07f7a;--f2:#f2a56c;--f3:#edc55a;--f4:#a9cf6b;--f5:#63c890;
--pick:#213b46}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;background:var(--card);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:38rem;margin:0 auto;padding:1.25rem 1rem 2rem;background:var(--card);min-height:100vh;overflow-wrap:anywhere}
.from{margin:0 0 1.25rem;padding-bottom:.9rem;border-bottom:1px solid var(--line);color:var(--soft);font-size:.9rem;display:flex;
flex-wrap:wrap;gap:0 1rem;justify-content:space-between}
.from strong{color:var(--ink)}
h1{margin:0;font-size:1.65rem;line-height:1.2;letter-spacing:-.01em}
p{margin:.5rem 0 0}
.soft{color:var(--soft)}
.small{font-size:.9rem}
form{margin:0}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend{padding:0;display:block;width:100%}
.faces{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:.3rem;margin-top:1.25rem}
.face{position:relative;min-width:2.75rem}
.face input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.face label{display:flex;flex-direction:column;align-items:center;gap:.35rem;height:100%;min-height:5.5rem;padding:.6rem .1rem .5rem;
border:2px solid var(--line);border-radius:.9rem;text-align:center;font-size:.8rem;line-height:1.25;color:var(--soft);hyphens:auto}
.face svg{flex:none;width:3.1rem;height:3.1rem;fill:none;stroke:var(--mood);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.face svg .dot{fill:var(--mood);stroke:none}
.face input:hover+label{border-color:var(--soft)}
.face input:checked+label{border-color:var(--deep);background:var(--pick);color:var(--ink);font-weight:650}
.face input:checked+label svg{fill:var(--mood);stroke:var(--card)}
.face input:checked+label svg .rim{stroke:var(--mood)}
.face input:checked+label svg .dot{fill:var(--card)}
.face input:checked+label svg .open{fill:none}
.face input:focus-visible+label{outline:3px solid var(--deep);outline-offset:2px}
.m1{--mood:var(--f1)}.m2{--mood:var(--f2)}.m3{--mood:var(--f3)}.m4{--mood:var(--f4)}.m5{--mood:var(--f5)}
.words{margin-top:1.4rem}
.words label{font-weight:650}
.words label span{font-weight:400;color:var(--soft)}
textarea{display:block;width:100%;min-height:6.5rem;margin-top:.5rem;padding:.7rem .8rem;border:1px solid var(--soft);border-radius:.7rem;
background:var(--card);color:inherit;font:inherit;resize:vertical}
textarea:focus-visible{outline:3px solid var(--deep);outline-offset:1px}
button,summary{cursor:pointer;min-height:2.75rem}
button{display:block;width:100%;min-height:3.1rem;margin-top:1.25rem;padding:.6rem 1.5rem;border:0;border-radius:.8rem;
background:var(--deep);color:var(--on-deep);font:inherit;font-size:1.05rem;font-weight:650}
button:hover{background:var(--deeper)}
button:focus-visible,summary:focus-visible{outline:3px solid var(--deep);outline-offset:3px}
.alarm{margin:0 0 1.25rem;padding:.75rem 1rem;border-left:4px solid var(--alarm);border-radius:.4rem;background:var(--alarm-ground);
color:var(--alarm);font-weight:600}
.note{margin:0 0 1.25rem;padding:.75rem 1rem;border-radius:.7rem;background:var(--pick)}
.given{display:flex;align-items:center;gap:.9rem;margin-top:1.25rem;padding:.8rem 1rem;border:1px solid var(--line);border-radius:.9rem}
.given p{margin:0;white-space:pre-line}
.given svg{flex:none;width:3.2rem;height:3.2rem;fill:none;stroke:var(--mood);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.given svg .dot{fill:var(--mood);stroke:none}
details{margin-top:1.25rem}
summary{display:list-item;padding:.6rem 0;color:var(--deep);font-weight:650}
details[open] summary{margin-bottom:.75rem}
@media (max-width:24em){.face label{font-size:.75rem}}
@media (max-width:22.4em){.faces{grid-template-columns:1fr}.face label{flex-direction:row;gap:.8rem;min-height:3.2rem;padding:.25rem .7rem;
font-size:1rem;text-align:left}.face svg{width:2.4rem;height:2.4rem}}
@media (min-width:36em){body{padding:3rem 1rem;background:var(--ground)}main{min-height:0;padding:2rem 2.5rem 2.5rem;border-radius:1.25rem;
box-shadow:0 1px 2px rgba(10,40,55,.08),0 12px 40px rgba(10,40,55,.08)}
h1{font-size:2rem}.face label{font-size:.95rem;padding:.9rem .3rem .7rem}.face svg{width:3.9rem;height:3.9rem}
button{width:auto;min-width:12rem}}
@media (prefers-reduced-motion:no-preference){.face label,.face svg,button{transition:background-color .15s,border-color .15s}}
@media (forced-colors:active){.face input:checked+label{border-color:Highlight}
.face svg{stroke:CanvasText}button{border:2px solid ButtonText}}
""".strip()

EYES = '<circle class="dot" cx="17" cy="20" r="2.4"/><circle class="dot" cx="31" cy="20" r="2.4"/>'
MOUTHS = {
    1: "M15 35q9-10 18 0M13 15.5l5-2.2M35 15.5l-5-2.2",
    2: "M16.5 33.5q7.5-5 15 0",
    3: "M16.5 31.5h15",
    4: "M15.5 29.5q8.5 7 17 0",
    5: "M13.5 27.5h21q-1.5 9.5-10.5 9.5t-10.5-9.5z",
}


def face(score: int) -> str:
    """The face for a score as SVG, hidden from screen readers: the words beside it say the same."""
    return (
        '<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle class="rim" cx="24" cy="24" r="20"/>'
        f'{EYES}<path class="open" d="{MOUTHS[score]}"/></svg>'
    )
