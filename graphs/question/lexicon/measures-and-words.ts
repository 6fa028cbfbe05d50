/** Words for measures, what customers say, support, and the use of the product. */
export const measuresAndWords = {
  count: `
    how many, how much, number of, count, tally, what share, what percent, what percentage, what fraction, what
    proportion, what portion, proportion, fraction, portion, percentage of, percent of, share of, share, percent,
    percentage, rate, figure, number, ratio, stat, statistic, metric, amount, size, level, volume, total, how large,
    how big`,
  churn: `
    churn risk, churn odds, churn probability, churn likelihood, churn, churn rate, churned, attrition, attrition
    rate, customer churn, logo churn, turnover, loss rate, customer loss, customer loss rate, cancellation,
    cancelation, cancellation rate, churn number, churn figure, churn percentage, churners, churner, dropout rate,
    dropout, drop out rate, leaving rate, cancellations, rate of loss, loss of customers, lost customer rate,
    customers lost, churning rate, churned customers, attrited`,
  retention: `
    retain customers, we retain, keep customers, keeping customers, retaining customers, hold on to customers,
    customers we keep, keeping our customers, keep our customers, retain our customers, retention, retention rate,
    customer retention, cohort retention, retention curve, retention table, retain new customers, keep new customers,
    keep hold of, keep hold of customers, keep hold of our customers, retention by cohort, retention by month,
    retention numbers, retention figures, customer retention rate, retaining, stickability`,
  cohort: `
    cohort, class of, vintage, signup month, sign up month, joining month, intake, starting month, start month, month
    of signup, the class, crop, batch, generation, signup class, signup cohort, monthly cohort, monthly cohorts,
    signup group, signup groups, joiners, intakes, year group, generation of customers, sign up cohort, sign up
    cohorts, yearly cohort, quarterly cohort, start cohort, start cohorts, starters`,
  joined: `
    sign up, signed up, signing up, signs up, signup, joined, join, joining, started, onboarded, came on board, came
    aboard, subscribed, began, new, newer, older, newest, arrived, came in, acquired, become customer, became
    customer, became a customer, start with us, sign, bought, first paid, older ones, started with us, landed, came
    on, brought on, we signed, we signed in, we signed up, we signed on, they signed, signed with us, we won, we won
    in, won in, we acquired, we onboarded, we got in, signed on, taken on, took on, we took on, on boarded, came to
    us, come to us, first signed, signing up in, registered, register, subscribed in, became customers, become
    customers, became customers in, joined us, joining us, starting`,
  later: `
    later, after, down the road, down the line, on, past, beyond, longer, how long, lifetime, in the long run, long
    term, long run, month 1, month 3, month 6, month 12, at month, mark, first year, half a year, one year, 1 year, a
    year, anniversary, long haul, long, once they sign, over time, as time goes on, as time goes by, afterwards, after
    that, after all this time, from then on, months later, months on, a year later, a year on, in later months, over
    the months, since then, remaining, thereafter, eventually, at the end, ultimately, in total, over the long run, in
    the long term, over the long term, after signing, after signup, after joining, after signing up`,
  nps: `
    nps, net promoter, net promoter score, net promotor, net promotor score, promoter score, promotor score, promoter,
    promotor, detractor, passive, nps score, recommend, recommend us, recommendation score, recommend us question,
    would you recommend, n p s, promoters, detractors, passives, promoter rate, promoter share, promoter percentage,
    promoters minus detractors, recommend us to, recommending us, recommends us, would recommend us, recommend our
    product, recommendation rate, willingness to recommend, netpromoter`,
  survey: `
    survey, question, respond, respondent, response, response rate, answer, friend, to others, rate us, rating,
    willing, likely, colleague, would, slide, score, how likely, fans, fan, split, mix, how high, low, high, number,
    value, latest, scored, scores, fresh`,
  revenue: `
    mrr, arr, nrr, grr, recurring revenue, monthly recurring revenue, annual recurring revenue, monthly recurring,
    annual recurring, annually recurring, yearly recurring revenue, recurring income, net revenue retention, gross
    revenue retention, net retention, gross retention, net dollar retention, gross dollar retention, ndr, gdr, revenue
    retention, dollar retention, net revenue, gross revenue, revenue, subscription revenue, subscription income,
    topline, top line, run rate, annual run rate, expansion revenue, expansion, contraction, recurring, recurring
    business, monthly income, annual income, revenues, income from customers, revenue from customers, income per
    month, income per year, revenue a month, revenue per month, revenue a year, revenue per year, monthly revenue,
    annual revenue, yearly revenue, gross retention rate, net retention rate, recurring revenues, sales from
    subscriptions, dollars retained, money retained, revenue number, recurring money, expansion mrr, new mrr, churned
    mrr`,
  pay: `
    pay, pays, paid, paying, bring in, brings in, bringing in, brought in, pull in, pulling in, pulled in, take in,
    taking in, took in, make from, earn, earning, money, worth, income, dollar, billing, subscription, subscriptions,
    spend with us, spending with us, spend, collect, bill, bills, bucks, cash from, take home, generate, fork out,
    shell out, contribute in revenue, pay us, pays us, paying us, coming in from customers, money coming in, money
    come in, comes in from customers, bring us, brings us, brings us in, pay in, pays in, turnover, invoice, invoiced,
    charged, account value, contract value, subscription fee, fees, fee`,
  per_time: `
    per month, every month, each month, a month, monthly, annual, annually, yearly, a year, per year, every year,
    month, year, per annum, recurring, each year, in a month, in a year, per quarter, a quarter, every quarter, each
    quarter, quarterly`,
  existing: `
    existing, already have, we already have, current customers, keep, kept, keeping, the same customers, customers we
    have, upgrade, downgrade, upsell, upselling, net, gross, new, expand, expansion, existing customers, hold on to,
    holding on to, from`,
  compare: `
    compare, comparison, versus, vs, against, against each other, stack up, difference, differ, different,
    differently, between, side by side, split, break down, break it down, break that down, broken down, breakdown, by,
    per, than, best, rank, perform, performing, outperform, doing best, doing worst, relative to, contrast, worst,
    strong, weak, strongest, weakest, healthiest, most, least, bottom, top, highest, lowest, better, worse, healthier,
    across, match up, measure up, hold up, lag, lagging, behind, ahead, which, differs, vary, or, lead, leading,
    leader, do better, do worse, sliced, slice, fare, fares, next to each other, set against, line up, differs from,
    worse off, better off, worse off than, better off than, compared to, compared with, in comparison, comparing,
    measured against, beat, beats, beating, sickest, riskiest, head to head, how do they compare, which of them, most
    at risk, sort, sorted, sort by, grouped, group by, grouped by, separated, separate, separately, struggling most,
    struggles the most, in the best shape, in the worst, in the worst shape, in better shape, in worse shape, fall
    behind, out in front, front, distinguish, distinction, gap, gap between, set, put, break`,
  grouping: `
    plan, tier, package, pricing plan, industry, industries, sector, vertical, country, countries, region, geography,
    geographies, geo, location, market, territory, territories, company size, customer size, size, sizes, account
    size, segment, segments, tenure, group, groups, customer type, type of customer, types of customer, kind of
    customer, kinds of customer, customer segment, customer group, how long they have been with us, seat count, number
    of seats, line of business, part of the world, parts of the world, subscription level, by age`,
  size: `
    small, big, large, larger, smaller, bigger, little guys, little ones, big guys, big ones, small ones, small guys,
    small fry, large ones, mid size, midsize, mid market, smb, smbs, biggest, smallest, little, huge, whales, whale,
    big fish, heavyweights, big accounts, big customers, small customers, startups, corporates`,
  place: `
    us customers, usa, america, american, americans, north america, europe, european, europeans, uk, germany, german,
    germans, france, french, asia, asian, canada, canadian, british, britain, overseas, domestic, international,
    abroad, emea, apac, the states, stateside`,

  says: `
    saying, said, says, say, tell us, telling us, told us, wrote, written, write, writing, writes, comment, comments,
    commented, feedback, complain, complaint, gripe, grumble, moan, grouse, whine, whinge, bitch, quote, opinion,
    feel, feeling, felt, mention, word on the street, talk, talking, bring up, brought up, bringing up, praise,
    criticise, criticize, criticism, review, verbatim, testimonial, reaction, react, annoyed, annoy, sentiment,
    impression, raise, heard, hearing, ask for, asking for, asked for, pain point, hot topic, theme, suggestion, rave,
    vent, express, input, remark, think of, think about, thinking about, thought of, thought about, like about, love
    about, hate about, dislike about, hate, dislike, love most, praising, happy with, unhappy with, happy about, fed
    up, sick of, take on, have to say, in their own words, own words, pain points, voice of the customer, views on,
    view on, views, rant, shout, word from, buzz, mad about, upset about, frustrated with, frustrated by, frustrated
    about, wish, moaning, reception, think, thinks, thinking, like, love, chatter, expressed, expressing, voice,
    voiced, the word, the word from, what is the word, remarks, remarked, point out, pointed out, pointing out, report
    back, reporting back, criticised, criticized, complaining, complaints, complaints about, talk of, talked about,
    hear from customers, hear from, hear about, view, opinions, feedback on, feedback about, feedback from, feedback
    for, reviews, thoughts, thoughts on, feelings about, feel about, mood, mood about, mood on, grumbling, griping,
    compliments, compliment, praised, be saying, customer voice, said about, satisfied with, dissatisfied with, most
    liked, like most, likes, dislikes, like best, like least, like the most, want most, wishing for, wishes, wish for,
    requests for, requested, keep asking for`,
  opinion_kind: `
    positive, negative, good, bad, nice, common, often, frequent, frequently, loud, loudest, main, interesting, out
    there, survey, wrong, things, recurring, biggest, top, most, new, latest, theme, topic, unhappy, happy, angry,
    anything, about, problem, issue, free text`,
  ticket: `
    ticket, support ticket, support case, case, support request, support queue, open with support, help desk,
    helpdesk, support issue, service request, support backlog, ticket backlog, support incident, ticket queue, service
    desk, support load, support desk, support workload, with support, support inbox, service tickets, support team,
    support, a fix from us, waiting on a fix, waiting for a fix, waiting on support, waiting for support, support
    issues, support cases, support problems, support problem, support matters, support matter, support calls, support
    call, support tickets, helpdesk tickets, customer requests, trouble tickets, trouble ticket, issues open, tix,
    enquiries, inquiries, enquiry, inquiry, queries`,
  open: `
    open, unresolved, outstanding, pending, unanswered, unsolved, queue, backlog, stuck, closed, close, resolved,
    resolve, solved, still open, hanging, hang, hanging around, waiting, wait, sit, sitting, piled up, piling up, pile
    up, pile, keep up, keeping up, behind, overdue, unfinished, unhandled, lingering, linger, in progress, unattended,
    unaddressed, answered, dealt with, handled, fixed, been fixed, logged, raised, filed, issue, problem, issues,
    problems, request, requests, drowning, swamped, buried, on top of, neglected, ageing, aging, unassigned, swamping,
    not yet solved, not solved, not yet resolved, not resolved, not fixed, not yet fixed, not closed, not yet closed,
    still not closed, still waiting, how bad, in the queue, unfixed, pending with, left open, remaining, remain, left,
    active, ongoing, on the go, on going, to be solved, to be fixed, awaiting, await, load, sitting in, sitting there`,
  urgent: `
    urgent, escalated, escalate, escalation, oldest, longest, old, critical, high priority, priority, serious, severe,
    severity, burning, big, important, hot, worst, long, been, age, biggest, most urgent, on fire, urgently, longest
    open, longest open ones, pressing, top priority, critical ones, high, most critical, gravest, blocker, blockers,
    hottest`,
  request: `
    request, requests`,

  usage: `
    active, actives, active user, daily active, weekly active, monthly active, daily actives, weekly actives, monthly
    actives, dau, wau, mau, log in, logged in, logging in, logs in, login, logins, log on, logged on, sign in, signed
    in, signing in, stickiness, sticky, engagement, engaged, usage, product usage, app usage, user activity, activity,
    activity level, use the product, use the app, use the thing, using the product, using the app, using the thing,
    used the product, use it, using it, use our product, using our product, used our product, using our software, use
    our software, coming back, come back, came back, engage, sessions, session, show up, showing up, dau over mau, dau
    to mau, dau mau, opening the app, in the app, in the product, unique users, use our app, using our app, use the
    platform, using the platform, use the system, using our platform, use our platform, use our tool, daily users,
    weekly users, monthly users, users daily, users weekly, users monthly, users a day, users a week, users a month,
    users per day, users per week, users per month, users each day, users each week, users each month, users every
    day, users every week, users every month, used us, use us, using us, users active, users were active, active
    people, people active, used the thing, used our tool, used our app, used the platform, used the app, used our
    platform, log into, logged into, logging into, logins a day, use our stuff, on the platform, on the app, on our
    platform, product activity, app activity, how active, user engagement, user numbers, user count, number of users,
    active accounts users, daily use, weekly use, monthly use, daily usage, weekly usage, monthly usage`,
  cadence: `
    user, users, user base, daily, weekly, monthly, every day, each day, every week, each week, every month, per day,
    per week, per month, day to day, a day, once in a while, now and then, occasionally, regularly, regular, often,
    frequently, total, ratio, over, unique, habit, habitual, day, week, month, individual, one off, on a daily basis,
    on a weekly basis, on a monthly basis, daily basis, weekly basis, monthly basis, basis, each month, heavy,
    heavily, intense, intensity, on average, to daily, to weekly, to monthly, at least once, once, a week, per year, a
    month, how often, people, mornings, share, percentage, percent, number, active`,
  feature: `
    feature, function, functionality, functionalities, capability, capabilities, module, modules, part of the product,
    parts of the product, area of the product, areas of the product, tool, tools, bits of the product, piece of the
    product, component, parts of the app, parts of our product, stuff in the product, part of our product, part of the
    app, bit of the product, areas of the app, bits, bits and pieces, parts, areas, screens, pages, feature set,
    product area, product areas, product feature, product features, product part, piece, pieces`,
  adopt: `
    are on the, is on the, customers on the, accounts on the, are on our, how many are on, adopt, adoption, adopted,
    adopting, uptake, use, used, uses, using, usage, utilise, utilize, utilization, take up, taken up, pick up, picked
    up, picking up, catch on, caught on, catching on, touch, touching, touched, touches, popular, popularity,
    unpopular, penetration, try, tried, traction, embrace, embraced, take off, taken off, took off, ignore, ignored,
    ignoring, unused, underused, overlooked, widespread, made use of, make use of, making use of, get used, getting
    used, gets used, resonating, taken to, take to, spread, hit, neglected, reach, clicking with, click with, tried
    out, trying out, try out, turned on, switched on, enabled, going unused, favourite, favorite, rely on, lean on,
    relying on, love, live in, dust, collecting dust, gathering dust, dead, rolled out, takes up, bits used, make the
    most use of, get the most use, gets the most use, get the most usage, actually used, being used, get used most,
    most used, least used, rate of adoption, adoption rate, in use, hardly used, never used, uses of, usage rate,
    taken up by, go for, started using, start using, begun using, began using`,
  width: `
    widely, how widely, broadly, wide, well, how well, how far, core, main, key, barely, hardly, rarely, heavily,
    waste, wasted, money, worth it, at all, ever, common, commonly, new, really, nobody, no one, noone, never, most,
    least, top, bottom, overview, even, single, anybody, anyone, heavy, ranking, rank, on`,
  first_value: `
    time to value, ttv, time to first value, first value, time until value, aha, aha moment, get something out of it,
    getting something out of it, something out of it, anything out of it, get value, gets value, getting value, see
    value, sees value, seeing value, see any value, see the value, find value, finding value, real value, any value,
    value, see the benefit, sees the benefit, seeing the benefit, see benefit, see benefits, benefit, ramp up, ramping
    up, ramped up, ramp, up and running, up to speed, get going, getting going, gets going, get started, getting
    started, started using, start using, onboarding time, onboarding, onboard, first use, first used, use the core
    features, using the core features, core features, core feature, main features, main feature, key features, key
    feature, use the main features, using the main features, productive, activated, activation, activate, time to
    activate, pay off for them, see results, seeing results, get results, getting results, first success, go live,
    going live, get set up, getting set up, find their feet, hit the ground running, get rolling, get properly
    started, adoption time, something useful, first real, anything useful, time to onboard, the hang of it, the hang
    of, settled in, settle in, real use, useful, using the important features, important features, do something
    useful, get it going, proper use, first benefit, payoff, the first payoff, winning moment, first win, make use of,
    benefits, using us properly, reach value, getting real use, pays off, it pays off, pay off for the customer, pays
    off for the customer, pay off, their first win, a benefit, real benefit, gets something out, gets going with, get
    going with, get moving, get something useful, useful thing, anything out of us, value from, value out of, value
    out of it, get value from, derive value, derives value, realise value, realize value, realises value, realizes
    value, value realised, using it properly, use it properly, really using it, properly using, first real use, take
    hold, first core feature, first core features, uses the core features, use core features, using core features,
    reach first value, reaches first value, reach their first value, get to value, got to value, see a benefit, get a
    benefit, feel the benefit, feels the benefit, start benefiting, benefit from it, benefits from it, first
    meaningful use, up to full speed, fully onboarded, done onboarding, finish onboarding, complete onboarding, be
    productive, become productive`,
  how_long: `
    how long, how fast, how quick, how quickly, how soon, how slow, how slowly, how many days, how many weeks, how
    many months, days, weeks, months, when, how much time, average time, typical time, usual time, time, duration,
    speed, faster, slower, quicker, quickly, quick, soon, take, takes, taking, took, time to, time until, time from,
    lag, delay, before, sooner, until, till, time to value, ttv, time to first value, onboarding time, rapidly, long,
    fast, slow, first week, within a week, passes, pass, passes by, pass by, goes by, go by, time passes, elapse,
    elapses, elapsed, number of days, number of weeks, after how many days, after how many weeks, after how long,
    within how many days, in how many days, period of time, length of time, wait, days on average, average number of
    days, until they, typically take, speedy, swiftly, swift`,
  newcomer: `
    new, newcomer, newly, fresh, sign, signed, signing, sign up, signed up, signing up, signup, join, joined, joining,
    start, started, starting, onboarded, first, become, bought, buy, purchase, contract, brand new, day 1, moment,
    hit, reach, average, typical, typically, median, usual, usually, normally, first use, come on board, came on
    board, coming on board, on board, newbies, newbie, day one, getting, average customer, onboard, new ones, new one,
    for the first time, first time, fresh customers, fresh customer, beginners, beginner, recent signups, recent
    joiners, joiners, fresh ones, first timers`,
} as const
