/** Words for what was done, how all or one stand, and what waits or is to be done. */
export const workAndDecisions = {
  outreach: `
    outreach, email, emails, emailed, emailing, mail, mails, mailing, mailings, message, messages, messaged,
    messaging, offer, offers, offered, note, notes, campaign, campaigns, reach out, reached out, reached out to,
    reaching out, reaching out to, contacted, check in, check in note, check in notes, check ins, discount, discounts,
    discount offer, discount offers, win back, win back offer, winback, win backs, intervention, interventions, nudge,
    nudges, touchpoint, touchpoints, letter, letters, communication, communications, save offer, promo, promos,
    incentive, incentives, we sent, we send, sent out, send out, sending out, went out, gone out, what did we send,
    have we sent, did we send, been sent, were sent, actions we took, action we took, what we did, what we tried, what
    we have done, efforts, effort, playbook, save attempts, get sent, got sent, rescue attempts, win back attempts,
    things we sent, stuff we sent, our follow ups, calls we made, mails we sent, emails we sent, messages sent,
    messages we sent, offers we made, offers made, offers sent, offers we sent, what we sent, contacted customers, the
    contacted, outbound, our outbound, gestures, goodwill, sent offers, retention offers, retention offer, rescue
    offers, rescue offer, actions taken, measures taken, measures we took, steps taken, steps we took`,
  sent: `
    sent, send, send out, sent out, went out, gone out, going out, goes out, did we send, have we sent, we sent, been
    sent, were sent, was sent, get sent, got sent, what we did, what we tried, did we do for, we did for, we tried,
    deliver, delivered, mailed, emailed, reached out, contacted, we have sent, have sent, written to, wrote to, mailed
    out, emailed out, messaged`,
  result: `
    what happened with, what has happened with, what became of, anything happen with, what happened after, work,
    working, worked, works, pay off, paid off, paying off, result, results, outcome, outcomes, came of, come of, comes
    of, coming of, come out of, came out of, help, helped, helping, any good, do any good, did any good, reply,
    replies, replied, replying, respond, responded, responding, response, response rate, responses, answer, answered,
    answers, success, success rate, succeed, successful, effective, effectiveness, make a difference, made a
    difference, making a difference, get better, got better, getting better, better, improve, improved, recover,
    recovered, recovery, happen, happened, happening, impact, effect, land, landed, perform, performed, performing,
    get back, got back, get back to us, got back to us, won back, win, won, save, saved, bear fruit, convert,
    converted, conversion, conversion rate, opened, open, opens, worth it, turn around, turned around, move the
    needle, moved the needle, moving the needle, get anywhere, got anywhere, getting anywhere, yield, bite, take us up
    on, took us up on, accept, accepted, taker, takers, pan out, panned out, difference, go over, went over, fare,
    fared, bring back, brought back, bring anyone back, anything happen, lead to, led to, stick, did it help, do
    anything, did anything, pulled back, bring them back, track record, return, go, do, went, stay, stayed, received,
    deliver, delivered, achieve, achieved, take up, land well, landed well, come back, came back, hit home, amount to,
    amounted to, better off, worse off, afterwards, than before, any good come of it, good come of it, came back from,
    come back from, what came back, make any difference, makes a difference, make a dent, made a dent, make any dent,
    any use, any effect, has effect, had effect, have any effect, saving anybody, saving anyone, save anyone, save
    anybody, saving, rescue, rescued, change anything, changed anything, changes anything, bring anything, brought
    anything, achieve anything, what good, do the trick, did the trick, hit or miss, go well, went well, gone well,
    went down well, go down well, uptake, reaction, reactions, reacted, react, ignored, opened them, click, clicked,
    clicks, click rate, open rate, reply rate, acceptance, acceptance rate, rate of success, turned out, turn out,
    keep anyone, kept anyone, hold, bought, worthwhile, useful, in vain, for nothing, fruit, fruitful, payoff, how
    successful, how effective, yielded, results of, result of`,

  health: `
    overall health, average health, overall score, mean health, health, healthy, healthiest, unhealthy, customer
    health, shape, in good shape, good shape, health score, average score, mean score, state of, state of our
    customers, pulse, health distribution, distribution, health check, vitals, health average, health levels, health
    level, health status, health state, state of health, general health, wellbeing, well being, state of the customer
    base, general state`,
  colour: `
    green, greens, yellow, yellows, amber, ambers, red, reds, critical, at risk, healthy, in the red, in the green, in
    the yellow, danger zone, health bands, band, bands, bucket, buckets, not healthy, in trouble, unhealthy, in
    danger, traffic light, traffic lights, struggling, bad shape, in bad shape, risk zone, critical state, critical
    condition, in critical condition, in a critical state, in the critical range, critical ones, critical range,
    critical band, red band, green band, colours, colour, color, colors, rag, rag status`,
  stand: `
    doing, how are, how is, faring, fare, hold up, holding up, stand, standing, picture, bottom line, snapshot, good,
    bad, ok, okay, fine, happy, stable, look, looking, overview, summary, split, mix, breakdown, state, status, shape,
    temperature, feel, feeling, condition, breakdown of, big picture, happy or not, are we, getting on, going, level,
    where is, where are, distribution, spread, and not, are not, sitting, sit, solid, split up, well, fit, or not, or
    bad, or no, all right, generally, wellbeing, going overall, in general, as a whole, one line`,

  describe: `
    need to know about, know about them, need to know, doing, overview, rundown, run down, summary, summarise,
    summarize, profile, about, know about, pull up, bring up, fill me in, fill me in on, catch me up on, catch me up,
    up to speed, where do we stand, where are we, stand with, standing, status, what do we have on, have on, got on,
    situation, story, good or bad, ok, okay, fine, well, info, information, detail, details, describe, snapshot,
    brief, briefing, brief me, update, update me, the latest, latest, news, new with, going on with, going, looking,
    shape, scorecard, record, lowdown, low down, skinny, scoop, deal, deal with, state, state of, picture, the 411,
    know, anything, hear, heard, hanging in there, faring, fare, holding up, happening, happening with, background,
    data, numbers, dossier, report card, everything, review, who is, key facts, facts, quick look, glance, page, file,
    details of, how is, how are, how has, how have, show, show me, open, open up, look at, tell me about, what about,
    give me, read me, a look at, doing ok, happy, what is up with, up with, check on, pull, account, getting on,
    getting along, in good shape, good, well off, healthy, refresh my memory, refresh me, walk me through, run me
    through, talk me through, talk to me about, quick word on, word on, score, health, health score, all right,
    alright, are they all right, are they ok, are they okay, are they fine, are they well, are they good, where are we
    with, where we are with, where do we stand with, how are things, how are things going, things going, how is it
    going, how is it going with, how is it going at, going over at, over at, in what state, what state, what
    condition, condition, in what shape, low down on, the word on, overview of, profile of, account summary, account
    overview, customer overview, latest on, latest with, the latest on, talk to me, whole picture, full picture, full
    story, whole story, everything you have, everything we have, everything you have got, everything we have got, all
    you have got, all you have, all you know, all we know, what you have on, what we have on, cheat sheet, customer
    card, customer page, customer profile, info on, intel, intel on, a bit about, more about, something about, brief
    on, briefing on, getting along with, travelling, vitals, key numbers, key figures, doing these days, doing lately,
    summary of, happy with us`,

  proposal: `
    nobody approved it, nobody approved, not approved, not been approved, unapproved, proposal, proposals, suggestion,
    suggestions, approval, approvals, approve, approved, sign off, signing off, sign off on, sign, signature,
    decision, decisions, decide, decided, deciding, yes or no, a yes, okay, my ok, my okay, go ahead, green light, say
    so, my call, on my desk, my desk, my inbox, thumbs up, proposed, proposing, blessing, verdict, my input,
    authorise, authorize, authorization, authorisation, signoff, permission, nod, from me, on me, for me, clicking,
    action item for me, of me, my review, my action, my approval, rubber stamp, on my plate to approve, my yes,
    recommendation, recommendations, need me, needs me, rule on, weigh in, weigh in on, sign offs, to me, in my court,
    my answer, my go ahead, my attention, release, released, releasing, sign them off, signed off, signing, be signed
    off, be approved, for an ok, an ok, for an okay, saying yes or no, not saying yes or no, approvals queue, approval
    queue, approval list, am i holding up, am i holding up by, what am i holding up, what am i holding up by, holding
    things up, to be approved, need approving, needs approving, need to approve, needs to be approved, have to
    approve, must approve, should approve, to approve, to sign off, ratify, endorse, consent, my decision, decisions
    pending, pending decisions, pending approvals, pending proposals, clearance, to be decided, proposals waiting, be
    decided, recommended, suggested, suggest`,
  waits: `
    wait, waiting, waits, await, awaiting, awaits, pending, open, undecided, queue, queued, not decided, have not been
    decided, need, needs, needed, needing, stuck, outstanding, hold, on hold, held up, holding up, backlog,
    unapproved, not approved, nobody approved, left, sitting, hanging, parked, require, requires, required, have to,
    has to, must, should, lined up, line up, up for, stacked up, blocked, due, pile, piled up, do i need, up in the
    air, still, unsigned, ready, desk, inbox, to approve, to decide, to sign, anything, want, not been approved,
    unanswered, me to, in limbo, not yet been decided, not yet decided, not been decided, not yet approved, not been
    approved yet, yet to be decided, yet to be approved, yet to decide, still to be decided, still to decide, still to
    approve, am i holding up, am i holding up by, what am i holding up, what am i holding up by, holding things up,
    held up by me, approvals queue, approval queue, approval list, in the queue, in line, unreleased, not released,
    not yet released, not signed, not signed off, not yet signed, need approving, needs approving, to be approved, be
    approved, be signed off, be decided, to be decided, still need, still needs, to sign off, to release, still must,
    my desk, on my desk, dangling, unattended, unresolved, pending approvals, pending decisions, pending proposals,
    decisions pending, still waiting, not made, have not made, not made yet, not taken, not been taken, not taken yet,
    not signed off on, not answered, not dealt with`,
  task: `
    task, tasks, to do, to dos, todo, todos, to do list, todo list, plate, follow up, follow ups, action item, action
    items, what work, work left, work outstanding, our work, work to do, assignment, assignments, chore, chores,
    homework, have to do, has to do, need to do, needs to do, got to do, get done, getting done, left to do, what to
    do, next step, next steps, things to do, stuff to do, agenda, workload, supposed to do, supposed to be doing,
    should be doing, should do, working on, left undone, undone, be done, to be done, be doing, on the list, our list,
    my list, jobs, job, to get done, checklist, to do items, busy with, errands, duties, items, needs doing, need
    doing, get to, to take care of, got on, everyone got on, everybody got on, team got on, everyone has on, have to
    do what, has to do what, who does what, who is doing what, meant to be doing, meant to do, meant to be done, meant
    to, must do, must be done, must get done, to be getting on with, get on with, still to do, outstanding work, open
    work, work items, work item, work to be done, list of things to do, on our plate, on their plate, on my plate, on
    the agenda, assigned to, backlog of work, action points, action point, actions for the team, due today, overdue
    work, open actions, actions open, outstanding actions, actions outstanding, got on the team, everyone got on the
    team`,
  undone: `
    open, outstanding, overdue, late, due, left, pending, unfinished, undone, remaining, remain, assigned, behind,
    past due, owe, owes, incomplete, yet, not done, complete, completed, finish, finished, done, deadline, slipped,
    missed, urgent, still, next, done yet, priority, priorities, upcoming, first, today, on, supposed, waiting,
    unassigned, nobody, sitting, not done yet, nobody has done, no one has done, has not done, done by today, not
    completed, not finished, still open, left over, for today, in progress, now, to finish, lying around, hanging,
    lying, be done, unstarted, not started`,
  team: `
    team, our people, my people, staff, crew, success team, customer success team, cs team, csm, csms, colleagues, our
    side, on our side, guys, reps, team members, people, folks, on the team, rest of us, everybody, everyone, each
    person, each of us, side, house`,
  alert: `
    alert, alerts, alarm, alarms, red flag, red flags, warning, warnings, alarming, alarm bell, alarm bells, something
    bad, anything bad, bad news, emergency, emergencies, notification, notifications, anything critical, anything
    urgent, warning sign, warning signs, anything alarming, siren, sirens, anything scary, heads up, anything
    worrying, anything on fire, anything to worry about, anything burning, anything serious, scary, anything go off,
    anything gone off, anything went off, something go off, something went off, did anything go off, alarmed, be
    alarmed, should i be alarmed, alarmed about, should i be alarmed about, cause for alarm, cause for concern, reason
    for alarm, anything to be alarmed about, alert list, list of alerts, alert status, anything alarming happening,
    alarm status, bells, bells ringing, anything blow up, anything blown up, anything exploded, anything exploding,
    where do the alerts go, where do alerts go, alerts go, alarms go, warnings go, where do alarms go, where do the
    alarms go`,
  raised: `
    i missed, i miss, we missed, did i miss, last night, overnight, go off, went off, gone off, going off, pop up,
    popped up, come in, came in, come up, came up, raise, raised, fire, fired, firing, sound, sounded, ring, rang,
    ringing, open, active, unread, unacknowledged, acknowledge, acknowledged, looked at, look at, seen, missed, miss,
    critical, severe, serious, high, urgent, should know about, know about, happen, happened, unanswered, unresolved,
    outstanding, pending, handled, dealt with, important, important ones, escalated, taken, picked up, red, trip,
    tripped, unhandled, ignored, sent, still, big, triggered, trigger, live, been, since, attended, attended to, taken
    care of, waiting, nobody, latest, new, going, dealt, need to know about, night, anything, closed, not closed, not
    yet closed, not yet, still active, still open, resolved, not resolved, not yet resolved, unclosed, unsolved,
    active ones, current, currently, list, status, new ones, alive, still on, left, up, fresh, sounding, popping up,
    coming up, come through, came through, set off, cleared, not cleared, not yet handled, not handled, open ones`,
  gate: `
    the exit gates, of the exit gates, the exit criteria, the entry criteria, the exit requirements, the exit, gate,
    gates, entry gate, entry gates, exit gate, exit gates, stage gate, stage gates, entry criteria, exit criteria,
    entry criterion, exit criterion, stage criteria, criteria, criterion, next stage, this stage, current stage, the
    stage, stage, next phase, this phase, current phase, phase, entry requirement, entry requirements, exit
    requirement, exit requirements, exit conditions, entry conditions, stage requirements, entry, milestone,
    milestones, exit, exit condition, entry condition, leaving this stage, leave this stage, leaving the stage, leave
    the stage, leaving this phase, stage exit, stage entry, stage checks, checkpoint, checkpoints, gate status, gate
    check, gate checks, stage gating, gating`,
  passed: `
    pass, passed, passing, passes, fail, failed, failing, meet, met, meeting, clear, cleared, clearing, green,
    missing, status, ready, hold back, holding back, holding us back, held back, stop, stopping, block, blocking,
    keep, keeping, left, leave, leaving, move on, moving on, move, moving, finish, finishing, finished, complete,
    completed, enter, entered, proceed, advance, advancing, go, allowed, everything, way, stand in the way, standing
    in the way, in the way, stand, standing, achieve, achieved, satisfy, satisfied, fulfil, fulfill, fulfilled, reach,
    reached, hit, exit, entry, next, how close, close, how far, far, progress, short, falling short, fall short, need,
    needs, needed, through, held, check off, ticked off, tick off, tick, ticked, good, qualify, good to go, not yet,
    unmet, all, requirement, requirements, condition, conditions, criteria, graduate, step up, progressing, between,
    between us, still, doing, look, looking, remain, remaining, failing still, on track, start, begin, take, red,
    order, wait, waiting, out, done, fulfilment, met yet, are met, not met, passing of, for the passing, still
    missing, missing still, cross, crossed, through the, get through, got through, enough, short of, lacking, lack,
    outstanding, pending, check, checks, checked, not green, red or green, green or not, green or red, permit,
    permitted, let us, to finish`,
} as const
