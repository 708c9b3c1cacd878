"""What packed rows have in common, as preset dictionaries for zlib: a row then stores only what is its own.

A row names its dictionary by number. A dictionary that rows were packed with must never change; better words get a new number.
"""

# Pieces of JSON as `codec.to_json` writes it (keys sorted), the most frequent last, because near matches cost the fewest bits.
_RARE = (
    '"fields":{"custom":{"tags":["deleted":true"spam":true"reason":"company":"'
    '"because":"the mail service\'s spam check failed","fields":{"spam":true},"n":"fields.changed"'
    '{"n":"address.noted"{"n":"note.written"{"n":"join.suggested","other":{"n":"survey.answered","resolution":1,"score":5'
    '{"because":"the ticket was reopened","n":"survey.cancelled","resolution":{"n":"survey.skipped"'
    '"because":"resolved for 7 days without a word","category":"closed","n":"status.changed","status":5'
    '{"because":"the customer wrote","category":"open","n":"status.changed","status":2'
    '{"category":"resolved","n":"status.changed","status":4},{"at":"","n":"survey.planned","resolution":'
    '{"n":"survey.due","resolution":1{"channel":"email","expires":"","language":"en","n":"survey.invited","question_version":1,"resolution":'
    '{"because":"the lease ran out without an answer","n":"ticket.released"{"because":"nobody confirmed it within 600 s",'
    '"n":"delivery.released","of":{"because":"","kind":"capacity","n":"ticket.waiting","rejected":[{"because":"kind":"uncovered"'
    '"because":"the reason is unknown (no reason\'s words are in the message), not invoice","name":"'
    '{"because":"no rule matched","group":"Support","n":"ticket.routed","rejected":[{"because":"the message says "rule":"'
    '"because":"rule ","fields":{"priority":'
    '{"agent":2,"because":" 0/10 comes first among equals","n":"ticket.assigned","rejected":['
    '{"because":"0/10, later in the order","name":"takes no tickets (cap 0)","name":"is away"does not speak'
    '{"audience":["agent","lead","manager"],"keys":["first_response#1:warn"],"late_by":1,"n":"rungs.reached"},'
    '{"n":"notice.raised","recipients":["rungs":["first_response#1:breach"]'
)
_MESSAGES = (
    '{"account":"help@","arrived":"2026-12-01T08:00:00Z","channel":"whatsapp","contact":1'
    '{"account":"help@","arrived":"2026-11-30T08:00:00Z","channel":"email","contact":1,"language":"fi","n":"ticket.opened",'
    '"requester":{"kind":"email","name":"","value":""},"subject":""},'
    '"automatic":"auto_reply","automatic_because":""automatic":"bounce""faults":["files":[{"content_id":""key":"attachments/'
    '"name":"image001.png","sha256":"","size":1,"type":"image/png"}application/pdf"full":"raw"'
    '"evidence":{"confidence":98,"detail":"","method":"our message"}"confidence":95"method":"hidden marker"}'
    '"confidence":90"method":"known message"}"detail":"the present ticket of this chat","method":"chat"}'
    '"evidence":{"confidence":100,"detail":"nothing names an earlier ticket","method":"new"}'
    '","channel":"email","contact":1,"digest":"","evidence":{"confidence":100,"detail":"the token of ticket 1","method":"reply address"},'
    '"external_id":"<@mail.gmail.com>","fingerprint":"","language":"sv","n":"message.received","participants":[{"kind":"email","value":"'
    '"raw":"mail/","recipients":["help@"],"reply_to":"","sender":{"kind":"email","name":"","value":"@"},"sent_at":"2026-12-01T",'
    '"thanks":true,"verdicts":{"dkim":"FAIL""dmarc":"GRAY","spam":"PASS","spf":"FAIL","virus":"PASS"}'
    '"verdicts":{"dkim":"PASS","dmarc":"PASS","spam":"PASS","spf":"PASS","virus":"PASS"}'
    '[{"agent":1,"channel":"email","digest":"","n":"reply.written","to":{"kind":"email","name":"","value":""}},'
    '[{"attempt":2,"n":"delivery.claimed","of":[{"n":"delivery.claimed","of":1},{"at":"2026-12-01T08:10:00'
    '[{"n":"delivery.reported","of":1,"provider_id":"wamid.","reason":"","recipient":"@","status":"failed"}]"status":"read"}]'
    '[{"n":"delivery.reported","of":1,"provider_id":"0110","recipient":"@","status":"delivered"}]"status":"sent"}]'
    '{"html":"<p></p>","salt":"0123456789abcdef","text":""}'
)
_PROMISES = (
    ',{"n":"promises.set","policy":"standard","promises":[{"due":"2026-12-01T08:00:00Z","kind":"first_response","number":1,"state":"met",'
    '"target":14400},{"due":"2026-12-01T08:00:00Z","kind":"next_response","number":1,"state":"running","target":3600},'
    '{"due":"2026-12-01T08:00:00Z","kind":"resolution","number":1,"state":"paused","target":72000}]},{"at":"2026-12-01T08:00:00Z",'
    '"n":"look.set"}]{"at":null,"n":"look.set"}]'
)
_VIEW = (
    '{"account":"help@.com","accounts":["help@.com","agent":1,"assigned_seq":3,"category":"pending","category":"resolved","channel":"email",'
    '"commands":["claim:report:conclude:tick:route:2","in:"],"company":"","contact":1,"custom":{"follows":"group":"Support","language":"en",'
    '"last_customer_at":"2026-12-01T08:00:00Z","last_message":"<@mail.gmail.com>","look_at":"2026-12-01T08:00:00Z","number":1,'
    '"opened_at":"2026-12-01T08:00:00Z","outgoing":[{"attempt":1,"kind":"notice","seq":1,"since":"","status":"claimed"}'
    '{"kind":"reply","seq":1}],"participants":[{"kind":"email","value":"@"}],"policy":"standard","priority":2,'
    '"promises":[{"due":"2026-12-01T08:00:00Z","kind":"first_response","number":1,"state":"met","target":14400},'
    '{"due":"2026-12-01T08:00:00Z","kind":"next_response","number":1,"state":"missed","target":3600},'
    '{"due":"2026-12-01T08:00:00Z","kind":"resolution","number":1,"state":"running","target":72000}],"reply_to":"","requester":'
    '{"kind":"email","name":"","value":"@gmail.com"},"resolution":1,"rungs":["first_response#1:warn","first_response#1:breach",'
    '"next_response#1:warn","next_response#1:breach","resolution#1:warn","resolution#1:breach"],"skills":["stats":{"agent_responded":"",'
    '"closed":"","first_responded":"2026-12-01T08:00:00Z","pending_since":"","reopened":"","requester_responded":"2026-12-01T08:00:00Z",'
    '"resolved":"2026-12-01T08:00:00Z","status_updated":"2026-12-01T08:00:00Z"},"status":4,"subject":"","survey":{"planned":"","resolution":1,'
    '"scores":[[1,5]],"status":"answered""invited""planned"},"tags":["timeline":[[17,"o"],[17,"open"],[17,"p1"],[17,"a"],[17,"c"],[17,"a"],'
    '[17,"pending"],[17,"c"],[17,"open"],[17,"resolved"],[17,"closed"]],"undelivered":["updated_at":"2026-12-01T08:00:00Z","version":12,'
    '"waiting":"capacity","waiting_since":"'
)
DICTIONARIES = {1: (_RARE + _MESSAGES + _PROMISES + _VIEW).encode()}
NEWEST = max(DICTIONARIES)
