"""A handler killed before or after any AWS call, and everything delivered again: the story ends as if nothing had happened."""

import os, time, collections
from tests.bad_days.sweep import play, points, killed_at
from tests.bad_days.way import LEGS
from tests.bad_days.watched import Watched


def test_clean(watched: Watched) -> None:
    t = time.time()
    leg = os.environ.get("LEG", "")
    last = max(i for i, l in enumerate(LEGS) if leg in l.name)
    story = play(watched, LEGS[:last+1])
    every = list(points(story, ("before",)))
    print(time.time() - t, len(every), "sites", len({(p.call) for p in every}))
    for played in story:
        print(played.leg.name, [(i.handler, len(i.calls)) for i in played.invocations], [b for b in played.ending.broken])
    t = time.time()
    when = os.environ.get("WHEN", "before,after").split(",")
    step = int(os.environ.get("STEP", "1"))
    found = collections.Counter()
    n = 0
    seen = set()
    for point in list(points(story, when))[int(os.environ.get("FROM", "0"))::step]:
        if leg not in point.played.leg.name: continue
        if os.environ.get("SITES"):
            if (point.call, point.when) in seen: continue
            seen.add((point.call, point.when))
        n += 1
        t2 = time.process_time()
        try:
            diffs = killed_at(watched, point, patient=bool(os.environ.get("PATIENT")))
        except BaseException as e:
            if isinstance(e, KeyboardInterrupt): raise
            diffs = [f"{point}: raised {e!r}"[:600]]
        if os.environ.get("TIMES"): print(f"{time.process_time()-t2:.2f}", point)
        for d in diffs:
            print(d[:int(os.environ.get("CUT", 900))])
        if diffs: found[point.invocation.handler] += 1
    print(n, "points", time.time() - t, time.process_time(), found)
