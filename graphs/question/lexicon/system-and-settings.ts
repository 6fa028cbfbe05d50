/** Words for the system and its settings. */
export const systemAndSettings = {
  machine: `
    the system, our system, system status, system health, system check, are you working, are you ok, are you running,
    are you, you ok, you all right, you working, you running, you up, with you, wrong with you, system, systems,
    everything, machinery, machine, data, job, jobs, run, runs, overnight run, nightly run, nightly job, nightly jobs,
    overnight job, overnight jobs, sync, syncs, pipeline, pipelines, database, worker, workers, software, platform,
    integration, integrations, import, imports, service, services, anything, something, process, processes, backend,
    server, servers, infrastructure, engine, crm sync, data feed, data feeds, feed, feeds, refresh, background jobs,
    background job, batch job, batch jobs, uptime, crm, tech, plumbing, under the hood, the numbers, numbers, scoring,
    things, all systems, component, components, connection, connections, connector, connectors, data load, data loads,
    data pipeline, tooling, the tool, the crew, app, this thing, the thing, this whole thing, the whole thing, this
    tool, this app, in the background, the background, background, behind the scenes, processing, the processing,
    operation, operations, nightly, overnight, the imports, scheduled jobs, scheduled job, cron, cron jobs, did
    anything`,
  runs: `
    are you working, are you ok, are you running, system status, system health, system check, up and running, running,
    run, working, work, works, healthy, fresh, freshness, stale, outdated, out of date, up to date, break, breaks,
    broke, broken, breaking, fail, failed, failing, fails, failure, failures, error, errors, crash, crashed, crashes,
    down, outage, outages, right, properly, correctly, normally, normal, smooth, smoothly, online, offline, up, stuck,
    hung, glitch, glitches, hiccup, hiccups, go wrong, went wrong, gone wrong, going wrong, lag, lagging, current, in
    order, uptime, alive, operational, operating, functioning, function, status, blow up, blew up, trouble, technical
    trouble, technical problem, technical problems, technical issue, technical issues, delayed, behind schedule, fall
    over, fell over, ticking over, stall, stalled, humming, humming along, incident, incidents, running fine, running
    ok, go through, went through, gone through, complete, finish, bug, bugs, all good, health check, systems check,
    fall behind, behind, degraded, recent enough, on time, as it should, as they should, ok, okay, fine, all right,
    well, in good shape, maintenance, rotten, downtime, kaput, gone down, went down, go down, hiccuped, without
    errors, without problems, without a hitch, without trouble, error free, disturbance, disturbances, malfunction,
    malfunctions, malfunctioning, interruption, interruptions, fault, faults, faulty, defect, defects, defective,
    disruption, disruptions, problems, troubles, working properly, working correctly, working right, working fine,
    works properly, is it working, is it running, working ok, working okay, in working order, am i looking at old
    stuff, am i looking at old data, old stuff, looking at old data, am i looking at, am i seeing old data, ok or not,
    working or not, running or not, up or down, broken or not, hang, hangs, hanging, freeze, frozen, out of order, on
    its feet, doing ok, doing its job, tick, ticking, ticking along, chugging along, hiccough, abort, aborted, time
    out, timed out, timeouts, in good health, succeeded, succeed, successfully`,
  odd: `
    odd, weird, strange, funny, off, look odd, looks off, look off, quick, check, over, problem, problems, issue,
    issues, wrong, trust, suspicious, fishy, end, on your end, technical, technically, enough, side`,
  self: `
    yourself, system, machine, bot, robot, computer, assistant, software, ai, agent, agents`,

  setting: `
    setting, settings, configuration, configurations, config, configure, configured, configurable, parameter,
    parameters, threshold, thresholds, cutoff, cutoffs, cut off, weight, weights, weighting, weightings, weigh,
    weighted, knob, knobs, dial, dials, option, options, preference, preferences, limit, limits, set to, set at,
    setup, lever, levers, setting for, adjustable, tunable, customise, customize, maximum discount, biggest discount,
    largest discount, highest discount, max discount, discount limit, budget, cap, alert list, alert email, alert
    emails, alert recipients, recipient, recipients, alerts list, mailing list, cool down, cooldown, counts as, count
    as, qualifies as, qualify as, classed as, classify as, considered, do we consider, default, defaults, made up of,
    goes into, go into, who gets, gets the alert, get the alert, gets alerts, get alerts, receives, gets notified, get
    notified, is notified, gets told, gets pinged, get the weekly digest, boundary, line for, line between, do we
    call, at what score, what score, how is the score calculated, score calculated, score made up, send window,
    sending hours, weekly limit, notified, informed, on the list, quiet hours, alerted, tweak, adjust, tune, when do
    we call, ceiling, rulebook, ground rules, bar for, on the hook for, paged, when an alert, allowed to offer,
    allowed to give, below what number, below what score, below which number, below which score, above what number,
    above what score, under what number, under what score, from what number, from what score, from which score, at
    what number, at what point, at which score, at which point, below which, what number is critical, what counts as,
    what do we count as, am i on the list, am i on it, am i on that list, am i included, we allow, do we allow, are we
    allowing, we are allowing, allowed per, have we got it at, got it at, set up as, set as, currently set, configure
    here, configurable here, present values, current values, current value, upper limit, lower limit, limit for,
    permitted, permit, weighs, how is it weighted, percentage weight, cut off point, cutoff point, cut offs, threshold
    for, mark for, pass mark, settings history, setting history, config history`,
  recipient: `
    to whom, whom, to who, who gets, who receives, who is getting, who is receiving, who gets sent, who is sent, sent
    to, go to, goes to, going to whom, who hears, who sees, who is told, who do we tell, who is on, which people get,
    which people, addressees, addressee, get sent to, getting sent to, land with, land at, lands with, end up, who all
    gets, gets copied, copied in, in copy, where do the alerts go, where do alerts go, alerts go, alarms go, warnings
    go, where do alarms go, where do the alarms go`,
  setting_object: `
    critical, at risk, healthy, health, score, health score, usage, engagement, support, value, ticket, tickets,
    alert, alerts, discount, email, emails, message, messages, churn, risk, nps, digest, weekly digest, notification,
    notifications, escalation, expiry, proposal, proposals, campaign, campaigns, survey, surveys, login, logins,
    feature, features, core features, renewal, reminder, reminders, red, green, yellow, amber, high, low, medium,
    uptime, crm, slack, channel, holdout, penalty, point, points, inactive, inactivity, onboarding, trial, offer,
    offers, strategic, escalate, cost, spend, money, chairman, trigger, triggers, customer, high value, big, biggest,
    max, maximum, minimum, largest, mails, red zone, danger zone, contact, contacts, send, sends, sent, in trouble,
    danger, warnings, alarms, alarm, response, high risk, healthy customers, day, days, window, outreach, a month, per
    month, a week, per week, each month, per customer, each customer, per client, deal, stage, gate, gates, sending,
    quiet, promotion, adoption`,
  setting_ask: `
    where, current, currently, value, gets, get, goes, go, turn, somebody, someone, list, made, point, figured, use,
    used, take, takes, matter, matters, most, much, allowed, change, changed, possible, default, below, above, under,
    over, before, play with, customise, mean, means, each, cover, counted, count, counts, contribute, contributes,
    into, factor, factors, formula, calculated, worked out, main, biggest, far, part, heavily, heavy, fall, falls,
    drop, drops, becomes, become, turns, hear, hears, first, when, something, level, look, considered, share, percent,
    range, toggle, control, here, who, set, apply, applies, per, offer, give, hand out, between, adjusted, tuned,
    tweaked, we allow, allow, allowing, allows, permit, permits, present, presently, values, number, exact, weigh, how
    heavily, figure, size, limit, stand, stands, sets, sits, sit, put`,
  changed: `
    what changed, what has changed, what is changed, change, changed, changes, changing, change log, changelog,
    modified, modify, modification, modifications, altered, alter, alteration, alterations, adjusted, adjust,
    adjustment, adjustments, touched, touch, touching, tweaked, tweak, tweaks, edited, edit, edits, fiddled, fiddle,
    fiddled with, fiddle with, fiddling, messed with, mess with, messing with, messed, messing, updated, update,
    updates, tampered, tamper, tampered with, turned, moved, switched, history, audit, audit trail, log, played with,
    playing with, play with, playing around with, tinkered with, tinkering with, tinker with, tinkering, tinkered,
    revised, revisions, reconfigured, reset, last changed, was changed, been changed, who set, made changes, past
    changes, version, versions, raised, lowered, bumped, overridden, monkeyed with, monkeying with, mucked with,
    mucking with, meddle, meddled, meddling, different, differently, shuffled, fiddling with, somebody fiddling,
    changing of, changes made, changes to, change to, changes at, changes in, touched the, switched around, edits to,
    edited the, been adjusted, been altered, been touched, been edited, been fiddling, set before, set to before, was
    it before, it was before, before they changed it, before the change, different from before, since changed, setting
    history, settings history, config history, change history`,
  changed_who: `
    who, whom, by whom, when, last, latest, recent, recently, team, different, differently, behave, behaving, acting,
    which, ever, made, list, made by, previous, old, value, values, score, weird, odd, off, around, people, person,
    somebody, someone, anybody, anyone, time, the last time, last time, day, before, until, old one, prior, former,
    earlier, of late, exactly, by, culprit, whose doing`,
  mode: `
    automatic, automatically, automated, automation, automate, automates, auto, autopilot, auto pilot, manual,
    manually, by hand, on your own, on its own, by itself, by themselves, without asking, without asking us, without
    asking me, asking us, asking me, asking first, ask first, without me, without us, without a human, without a
    person, without anybody, without anyone, without approval, without my approval, without permission, without my
    permission, need a human, needs a human, need a person, needs a person, human, humans, human in the loop, allowed
    to do, permission, freedom, autonomy, autonomous, autonomously, unsupervised, hands off, supervised, mode, modes,
    assisted, me clicking yes, clicking yes, leash, rope, independently, independent, act alone, free hand, free rein,
    authority, unattended, check with me, checking with me, check with us, checking with us, checking first, check
    first, signing off first, supervision, self driving, go ahead without, say so, without someone, without somebody,
    of its own accord, of your own accord, without my say so, without sign off, human approval, human sign off,
    approval first, need approval, needs approval, require approval, requires approval, need my approval, needs my
    approval, need sign off, needs sign off, without checking, by yourself, yourself, itself, decide on your own, on
    full auto, hand holding, full control, a human, need permission, step in, off its own bat, on its own bat, of its
    own initiative, on its own initiative, at its own discretion, self acting, unprompted, on autopilot, on auto, by
    machine, hand operated, without a nod, without our say so, without being asked, without anyone asking, without
    anyone looking, without anybody looking, without oversight, without supervision, human hand, a person has to,
    someone has to, somebody has to, have to ok, have to okay, have to approve, do i have to ok, do we have to ok,
    sign those off, signs those off, human sign, done by hand, by a human, by a person, automates itself, manual
    approval, manual sign off, on automatic, in automatic`,
  mode_object: `
    action, actions, kind, kinds, type, types, do, does, done, doing, happen, happens, happening, run, runs, running,
    machine, system, you, send, sends, sending, out, goes out, email, emails, mail, mails, message, messages, offer,
    offers, discount, discounts, task, tasks, escalation, escalations, setting, settings, hand out, handed out, give,
    given, giving, approve, approved, approval, somebody, someone, have to, has to, need, needs, still, how much,
    things, allowed, set, set to, currently, people, decide, contact, person, write, writes, reach out, handle,
    handled, take, takes, step, work, turned on, switched on, set up, campaigns, campaign, change, changes, crew,
    software, robot, bot, outreach, which, click, clicking, versus, or, by, myself, ourselves, without, left, go,
    sign, sign off, level, act, make, makes, and, human, require, requires, first, go through, going through,
    triggered, fully, ask, asks, calls, call, per, trust, involve, involved, carry, carry out, carries out, carried
    out, perform, performs, performed, execute, executes, executed, launch, launches, bat, steps, stuff, sign those
    off, approve those, required, necessary, go ahead, yes, ok them, okay them, ok, okay, everything, each, part,
    parts, bit, bits, proposal, proposals, discounting, emailing, follow up, follow ups`,
} as const
