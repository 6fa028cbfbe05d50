-- What a trigger did about a cause, and what the hourly look at the system found.

-- One row a firing. Its subject is a customer's id, a part of the system, or the venture; of a trigger and a subject only
-- one stands, and of a cause there is only one ever.
create table trigger_firings (
  venture_id           uuid not null references ventures on delete cascade,
  id                   uuid not null,
  number               bigint generated always as identity (start with 101),
  trigger              text not null,
  subject              text not null,
  cause_key            text not null check (cause_key <> ''),
  customer_id          uuid,
  as_of                date not null,
  -- Codes and numbers that it fired on; facts are those that texts refer to, with their receipts.
  evidence             jsonb not null,
  facts                jsonb not null,
  money_at_stake_minor bigint not null default 0 check (money_at_stake_minor >= 0),
  iteration            integer not null default 1 check (iteration >= 1),
  -- handed_over: the Chairman has it; it stands, so that the same cause is not asked about again, until it ends.
  status               text not null default 'open' check (status in ('open', 'handed_over', 'ended')),
  ended_by             text check ((ended_by is not null) = (status = 'ended')),
  next_at              timestamptz,
  fired_at             timestamptz not null,
  ended_at             timestamptz,
  primary key (venture_id, id),
  unique (venture_id, number),
  unique (venture_id, trigger, cause_key),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index trigger_firings_standing on trigger_firings (venture_id, trigger, subject) where status <> 'ended';
create index trigger_firings_due on trigger_firings (venture_id, next_at) where status = 'open';
create index trigger_firings_subject on trigger_firings (venture_id, trigger, subject, fired_at);

-- What each iteration did: an alert, a task, a proposal, a notice to the Chairman, a retry.
create table trigger_actions (
  venture_id uuid not null,
  firing_id  uuid not null,
  iteration  integer not null,
  kind       text not null check (kind in ('alert', 'task', 'proposal', 'notice', 'retry')),
  -- A-101, T-101, P-1042, or a word.
  reference  text not null,
  done_at    timestamptz not null,
  primary key (venture_id, firing_id, iteration, kind),
  foreign key (venture_id, firing_id) references trigger_firings on delete cascade
);
create index trigger_actions_reference on trigger_actions (venture_id, reference);

-- One row a component and check. Uptime and the log of incidents are read from these.
create table system_checks (
  venture_id      uuid not null references ventures on delete cascade,
  checked_at      timestamptz not null,
  component       text not null,
  state           text not null check (state in ('healthy', 'warning', 'degraded', 'off')),
  -- How far behind it is, where that can be said.
  lag_seconds     bigint check (lag_seconds >= 0),
  attempted_count bigint not null default 0,
  failed_count    bigint not null default 0,
  reason          text,
  -- How many checks in a row, this one included, found it degraded.
  failures_in_row integer not null default 0,
  primary key (venture_id, component, checked_at)
);
create index system_checks_time on system_checks (venture_id, checked_at);

-- Edge cases ask about one customer before it is written to.
create index survey_responses_customer on survey_responses (venture_id, customer_id, answered_at);
create index tasks_customer on tasks (venture_id, customer_id);
