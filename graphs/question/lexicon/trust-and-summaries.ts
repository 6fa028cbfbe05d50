/** Words for how good something was, what to be careful with, and what is put together. */
export const trustAndSummaries = {
  trust: `
    trust, trusted, trustworthy, reliable, reliability, accurate, accuracy, right, correct, any good, backtest,
    backtests, back test, back tests, backtesting, back testing, hit rate, track record, false alarm, false alarms,
    false positive, false positives, precision, recall, auc, see it coming, saw it coming, seen it coming, see them
    coming, saw them coming, come true, came true, dependable, valid, validated, credible, calibrated, calibration, on
    the money, bet on, rely on, relied on, count on, how well, how good, predict, predicted, predicts, predicting,
    prediction, predictions, forecast, forecasts, wrong, mistaken, mistake, mistakes, believe, confidence, confident,
    missed, miss, catch, caught, spot, spotted, foresee, foresaw, warn, warned, good at, stack up, hold up, held up,
    past performance, look back, better than guessing, guess, coin flip, proven, really did, really left, really
    churned, really do, actually did, actually left, actually churned, actually cancelled, actually leave, actually
    go, turn out, turned out, pan out, panned out, meaningful, flag, flagged, tested, test, call it, called it, call
    right, prove, in advance, ahead of time, surprise, surprised, blindsided, misses, pick out, picked out, how often,
    foreseen, foreseeing, luck, lucky, right about, wrong about, false negative, false negatives, predictive,
    validity, credibility, counted on, hold water, seriously, error rate, robust, sound, in hindsight, hindsight,
    retrospect, in retrospect, any use, right or wrong, get it right, got it right, gets it right, misjudge,
    misjudged, hits`,
  reliance: `
    trust, trusted, trustworthy, reliable, reliability, accurate, accuracy, backtest, backtests, back test, back
    tests, backtesting, back testing, hit rate, track record, false alarm, false alarms, false positive, false
    positives, false negative, false negatives, precision, recall, auc, see it coming, saw it coming, seen it coming,
    see them coming, saw them coming, seeing it coming, come true, came true, dependable, valid, validated, validity,
    credible, credibility, calibrated, calibration, on the money, bet on, rely on, relied on, count on, counted on,
    believe, predict, predicted, predicts, predicting, prediction, predictions, forecast, forecasts, predictive,
    foresee, foresaw, foreseen, foreseeing, confidence in, confident, past performance, better than guessing, coin
    flip, proven, prove, proved, pan out, panned out, really left, really churned, actually left, actually churned,
    actually cancelled, actually leave, actually go, in advance, ahead of time, blindsided, by surprise, took us by
    surprise, surprised, surprise, right about, wrong about, was it luck, luck, lucky, any good, how good, called it,
    called it right, call it right, call right, get it right, got it right, gets it right, getting it right, right or
    wrong, well founded, hold water, any use, to be trusted, take seriously, seriously, meaningful, hits and misses,
    hits, misses, misjudge, misjudged, correct, correctly, sound, robust, error rate, margin of error, well does, how
    often, really did, really do`,
  predictor: `
    were you, you right, you were, your, you said, you would, you predicted, you predict, you get it, did you, have
    you been, you been, you got, trust you, you flagged, you called, you warned, we see, did we, we saw, were we, we
    right, score, scores, scoring, health score, health scores, prediction, predictions, predict, predicted,
    predicting, predicts, model, models, forecast, forecasts, churn prediction, churn predictions, churn model, churn
    score, churn scores, risk score, risk scores, warning, warnings, backtest, backtests, back test, back tests,
    backtesting, back testing, false alarm, false alarms, false positive, false positives, hit rate, track record,
    algorithm, risk rating, estimate, estimates, called, call, calls, said, flag, flags, flagged, warned, see it
    coming, saw it coming, seen it coming, numbers, precision, recall, auc, accuracy, the crew, risk list, risk flags,
    health rating, probabilities, crystal ball, them coming, churn risk, the system, it, probability, false negative,
    false negatives, error rate, risk prediction, risk predictions, risk model, churn forecast, churn forecasts, the
    ones who left, ones who left, those who left, predictive, ratings, rating, likelihoods, likelihood`,
  model: `
    score, scores, scoring, health score, health scores, prediction, predictions, predictive, model, models, forecast,
    forecasts, algorithm, risk score, risk scores, churn score, churn scores, churn model, estimate, estimates,
    warning, warnings, flags, risk list, risk rating, health rating, probabilities, probability, backtest, false
    alarms, hit rate, precision, recall, auc, the crew, crystal ball`,
  past: `
    so far, in the past, past, historically, history, would, did, really, often, before, when, churn, churned, leave,
    leaves, left, leaving, lost, cancel, cancelled, canceled, quit, go, gone, walked, calling, result, results, how,
    at risk, risk, critical, customers, time, been, one, stay, stayed, put, stock, performance, perform, performed,
    performing, lately, ones, false, rate, in time, actual, actually, reality, against, compare, compared, who, good,
    well, bad, up, make, decisions, guy, to tell, work, works, worked, doing, done, fared, get, gets, track, coming,
    warning, high, low, the ones who left, ones who left, those who left, cancellations, cancellation, leavers,
    departures, looking back, in hindsight, hindsight, up to now, historical, last time, earlier, over the years,
    customer, losses, churners, risky, then, really did, really do`,
  incomplete: `
    missing data, missing, incomplete, incomplete data, gap, gaps, no data, hole, holes, partial, patchy, contradict,
    contradicts, contradictory, contradicting, contradiction, contradictions, inconsistent, inconsistency,
    inconsistencies, conflict, conflicts, conflicting, mixed signal, mixed signals, mixed messages, not add up, add
    up, make sense of, make sense, makes sense, odd one, odd ones, oddball, oddballs, anomaly, anomalies, outlier,
    outliers, edge case, edge cases, exception, exceptions, too often, too much, too many, way too often, over
    contacted, over contacting, over mailed, overcontacted, pester, pestering, spam, spamming, annoy, annoying,
    bombard, bombarding, overload, overloaded, overwhelm, overwhelming, fatigue, badgering, badger, hounding, hound,
    smothering, harass, harassing, never answer, never answers, never reply, never replies, never respond, never
    responds, not respond, not responding, not answer, not answering, not reply, not replying, unresponsive, gone
    dark, go dark, going dark, went dark, gone quiet, went quiet, going quiet, gone silent, went silent, go silent,
    silent, radio silence, ghost, ghosting, ghosted, ignore, ignoring, ignores, ignored, not match, mismatch,
    disagree, disagrees, special case, special cases, special handling, negative spiral, spiral, spotty, no response,
    never hear back, hear back, heard back, hear from, heard from, silence, crickets, not enough data, too little
    data, thin data, bad data, not have data, lacking data, lack data, lacking, leave us hanging, stopped answering,
    stopped responding, stopped replying, nagging, nag, incomplete records, incomplete picture, incomplete info,
    blank, blanks, half empty, not talking to us, never get back, not getting back, never got back, blanking, strange,
    weird, too frequently, odd cases, odd case, strange cases, strange case, weird cases, weird case, can not rely on,
    can not rely on the data, not rely on the data, can not trust the data, not trust the data, unreliable data, data
    unreliable, shaky data, dodgy data, poor data, sketchy data, data quality, data gaps, data holes, data missing,
    lack of data, never write back, not write back, never come back to us, does not add up, do not add up, not adding
    up, adding up, not fit together, fit together, at odds, muddled, messy, mess, unclear data, contradict themselves,
    self contradictory, pull in different directions, going in different directions, different directions, do not
    reply, no reply, no replies, no answer, not heard from, fallen silent, fell silent, quiet on us, not getting
    through, can not reach, cannot reach, not reach, unreachable, out of touch, lost touch, pestered, spammed,
    bombarded, on our nerves, gone quiet on us, are we bugging, we bugging, bugging anyone, bugging people, bugging
    customers, bugging them`,
  overdone: `
    too often, too much, too many, too frequently, way too often, over contacted, over contacting, over mailed,
    overcontacted, pester, pestering, pestered, spam, spamming, spammed, bombard, bombarding, bombarded, badgering,
    badger, hounding, hound, smothering, harass, harassing, nagging, nag, are we bugging, we bugging, bugging anyone,
    bugging people`,
  evidence: `
    data, information, info, record, records, signal, signals, number, numbers, usage, feedback, nps, score, high,
    low, good, bad, great, terrible, like, but, yet, email, emails, emailed, emailing, mail, mails, mailing, message,
    messages, messaging, contact, contacts, contacting, contacted, outreach, call, calls, calling, write, writing,
    reach out, reaching out, us, we, each other, another, one another, story, picture, happy, unhappy, say, says,
    tell, tells, full, complete, dark, respond, answer, reply, back, survey, surveys, happy on paper, on paper, paper,
    things, weird, strange, odd, point, direction, directions, way, ways, different, opposite, opposing, two, active,
    angry, reaction, times, fields, field, side, file, files, profile, profiles, anything, risk, at risk, healthy,
    with, rely, entries, entry, rates, though, whose, do not, themselves, together, customer data, account data,
    details, detail, values, value, sign, signs, healthy score, high usage, low usage, bad nps, good nps, low nps,
    high nps, good score, bad score, low score, high score, touch, pieces, list, cases, case`,

  trigger: `
    which automatic triggers, trigger, triggers, triggered, trip, tripped, tripwire, tripwires, automatic trigger,
    automatic triggers, automatic rule, automatic rules, rule, rules, automatic stuff, set off, automation rule,
    automation rules, auto triggers, triggering, automated rule, automated rules, trigger log, trigger history,
    trigger activity, auto rule, auto rules, automatism, automatisms`,
  fired: `
    fire, fired, firing, fires, go off, went off, gone off, going off, goes off, kick in, kicked in, kicking in, kick
    off, kicked off, tripped, trip, activity, activities, how often, often, automatic, automatically, automated,
    stuff, log, history, hit, happen, happened, set off, activated, activate, activation, activations, pulled, start,
    started, launched, run, ran, running, about, by themselves, fire off, fired off, triggered, set, off, event,
    events, recent, latest, last, being, active, been, itself, by itself, on its own, on their own, by their own,
    release, released, respond, responded, reacted, react, acted, act, sprang, sprung, jumped in, stepped in, step in,
    list, count, came in, responds, went, executed, execute, tripped off, auto, wise`,

  report: `
    report, latest report, last report, newest report, current report, most recent report, write up, writeup, crew
    report, executive report, full report, new report, final report`,
  report_ask: `
    latest, last, newest, most recent, recent, current, new, fresh, read, say, said, says, contain, contains, inside,
    in, out, open, where, find, ready, available, full, run, yet, display, summarise, summarize, summary, headline,
    headlines, point, points, main, finding, findings, come out, came out, key points, top, hand, up to date, say
    this, written, done, finish, finished, back, produce, produced, generated, when, gist, through, pull up, crew,
    hand me, updated, conclude, conclusion, conclusions, contents, what is in, look at, drop, dropped, highlights, go
    over, together, put together, board, for the board, put, give, gives, sent, hand over, here, executive, bring,
    bring up, print, make, made, created, create, composed, prepared, drawn up, got, there, tell, tells, state,
    states, stated, view, brief, overall, key, copy, whole thing, summary of`,
  digest: `
    digest, weekly digest, weekly summary, weekly roundup, weekly round up, weekly update, weekly recap, weekly
    overview, weekly brief, weekly briefing, weekly report, weekly wrap up, weekly news, week in review, recap,
    roundup, round up, highlight, highlights, in a nutshell, nutshell, catch me up, catch up, catch me up on, what did
    i miss, did i miss, have i missed, i miss, i missed, what happened, happened, happen, anything new, what is new,
    new, news, what went on, went on, going on, what has been going on, summary, summarise, summarize, sum up, bring
    me up to speed, get me up to speed, up to speed, how did, how was, how has, go, went, fill me in, fill me in on,
    notable, noteworthy, worth knowing, takeaway, takeaways, wrap up, ups and downs, rundown, run down, brief,
    briefing, short version, quick version, overview, look like, big news, moved, changed, stand out, stood out,
    update, in short, shape up, important, interesting, headlines, headline, developments, occur, occurred, tldr,
    lowdown, monday, occurrence, occurrences, events, event, going down, gone on, been going on, what has been
    happening, been happening, happening, transpire, transpired, digest version, short of it, long and short, main
    points, key points, main things, bullet points, in brief, summing up, of note, of interest, of importance,
    version, summary of`,
  week: `
    the week, week, weekly, all week, 7 days, seven days, working week, work week, this week, last week, past week,
    whole week, weekly digest, digest, weekly summary, weekly roundup, weekly round up, weekly update, weekly recap,
    weekly overview, weekly brief, weekly briefing, weekly report, weekly wrap up, weekly news, week in review, our
    week`,
  away: `
    out, away, vacation, on vacation, holiday, on holiday, off, travelling, traveling, on leave, gone, sick, short,
    side, front, so far, main, big, biggest, most, important, customer, customers, our customers, back, read, with, on
    our side, around here, anything, everything, good, bad, quick, get, from, briefly, happening, key, few days, at a
    conference, on the road, version, digest version, all, main points, points, bullet, bullet points, team, business,
    for us, with us, over here`,
  data: `
    data, record, records, row, rows, import, imports, imported, upload, uploads, customer, customers, information,
    database, event, events, dataset, data set, feed, history, source, sources, file, files, number, numbers, figure,
    figures, data status, load, loaded, ingest, ingested, user, users, ticket, tickets, batch, batches, in there,
    stuff, accounts, account, account data, customer data, load status, entries, entry, your figures, your numbers,
    your data, content, contents, material, history data, data volume, rows of data, data points, data point`,
  loaded: `
    load, loaded, loading, loads, import, imported, imports, upload, uploaded, in there, in here, in the system, in
    it, updated, update, refreshed, refresh, how far back, go back, goes back, go back to, going back, reach back, go
    up to, goes up to, up to, run up to, last get, last got, get new, got new, get fresh, got in, come in, came in,
    coming in, arrive, arrived, have you got, do you have, have you, do we have, have we got, we have, you have, got,
    stored, store, hold, holding, data status, load status, latest date, latest day, as of, cover, covers, covered,
    most recent, date back, dates back, fed, fed in, feed, in the database, in your database, ingest, ingested,
    brought in, how old, how recent, how current, pulled in, last date, sitting on, working with, work with, know
    about, know of, synced, sync, in total, status, last import, last load, newest, all in, on file, in storage, on
    record, track, tracking, recent, last update, last refresh, refreshing, how fresh, latest, see, through, reach,
    reaches, reached, reaching, reach to, reach up to, extend, extends, last refreshed, taken in, read in, pulled,
    fetched, last pulled, altogether, in the set, contain, contains, contained, in store, available, sit, sitting in,
    present, loaded in, have on, got on, got in there, got in here, your figures, your numbers, your data`,
  extent: `
    when, what date, which date, date, last, latest, newest, new, time, oldest, earliest, first, how far, far, back,
    size, amount, what has, any, status, there, in, up, big, long, large, know, start, starts, begin, begins, end,
    ends, what day, which day, go, goes, size of, ago, how long ago, long ago, source, sources, total, system,
    database, here, most recently, what been, lot, your, right up to, period, range, so far, what, old, current, look
    at, so, up to which date, until which date, until what date, until when, till when, since when, from when, as of
    when, how old, how recent, which period, what period, span, spans, many, altogether, by when, day, timestamp,
    dated`,
  help: `
    what do you know, you know, explain what, explain how, help, help me out, what can you do, can you do, you can do,
    what can i ask, can i ask, could i ask, should i ask, may i ask, to ask, i can ask, ask you, how does this work,
    how do you work, how does it work, how this works, how it works, new here, new to this, first time, example,
    examples, sample questions, sample question, kind of question, kind of questions, kinds of questions, sort of
    question, sort of questions, sorts of questions, types of questions, type of questions, what questions, which
    questions, questions do you, question do you, questions can, good for, good at, you understand, do you understand,
    topic, topics, subjects, use you, use this, using this, using you, can you answer, you can answer, able to answer,
    can you help, you help, help with, what to say, what to ask, say to you, ask of you, things you know, do you know
    about, you know about, can you tell me about, you tell me about, able to tell me, commands, command, instructions,
    what are you, who are you, what is this, your purpose, abilities, ability, your skills, skills, your job, where do
    i start, where do i begin, tips, explain yourself, ropes, tutorial, introduce yourself, get the most out of you,
    out of you, capabilities, you able to, are you able to, you capable of, capable, can i use you for, can i use this
    for, how do i use, how to use, talk to you about, do for me, you do for me, what all can, guide, show me around,
    ask about, learn from you, find out from you, help i can get, you cover, do you cover, can you handle, what can
    you tell me, are you able to answer, you able to answer, able to do, support me, you me support, can you me
    support, with what can you help, what can you support, can you support me, you support me with, can you assist,
    assist, assist me, you assist me, assist with, how can you help, how can you assist, what do i ask, what should i
    ask, what may i ask, what can i say, what could i ask, what else can you, which topics, topics you cover, things
    can i ask, list of commands, available commands, manual, user guide, usage guide, instruction, how do i talk to
    you, how do i use you, things do you know, sort of things do you know, sort of things, kinds of things, kind of
    things, what are you good for, what are you for, what do you do, do you do, options do i have, what am i able to
    ask, am i able to ask, able to ask, what do you offer, what do you cover, answer for me, can you answer for me,
    questions can you`,
} as const
