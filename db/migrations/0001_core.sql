-- The core schema. Every key starts with venture_id. Facts are kept as they became known:
--   recorded_at    the batch a row came in with (batches.recorded_at, unique in a venture, whole milliseconds)
--   superseded_at  the batch that corrected it; null while it stands
--   valid_from/to  when it was true in the world, half-open; valid_to is null while it lasts
-- A computation at { asOf, knownAt } reads rows with recorded_at <= knownAt, superseded_at null or later than
-- knownAt, and valid at the end of the UTC day asOf.
create extension if not exists vector;

create table ventures (
  id          uuid primary key,
  slug        text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name        text not null check (name <> ''),
  currency    text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone   text not null default 'UTC',
  simulated   boolean not null default false,
  created_at  timestamptz not null default now()
);

-- People and roles ----------------------------------------------------------------------------------------------

create table people (
  venture_id     uuid not null references ventures on delete cascade,
  id             uuid not null,
  name           text not null check (name <> ''),
  email          text check (email ~ '^[^@\s]+@[^@\s]+$'),
  created_at     timestamptz not null default now(),
  deactivated_at timestamptz,
  primary key (venture_id, id)
);
create unique index people_email on people (venture_id, lower(email));

create table people_roles (
  venture_id uuid not null,
  person_id  uuid not null,
  role       text not null check (role in ('chairman', 'success', 'eva', 'analyst', 'operator')),
  primary key (venture_id, person_id, role),
  foreign key (venture_id, person_id) references people on delete cascade
);

create table person_tokens (
  venture_id uuid not null,
  id         uuid not null,
  person_id  uuid not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (venture_id, id),
  foreign key (venture_id, person_id) references people on delete cascade
);

-- Facts ---------------------------------------------------------------------------------------------------------

create table batches (
  venture_id   uuid not null references ventures on delete cascade,
  recorded_at  timestamptz not null,
  id           uuid not null,
  kind         text not null check (kind in ('import', 'ingest')),
  source       text not null,
  description  text not null,
  counts       jsonb not null default '{}',
  primary key (venture_id, recorded_at),
  unique (venture_id, id)
);

create table customers (
  venture_id  uuid not null references ventures on delete cascade,
  id          uuid not null,
  source      text not null,
  external_id text not null check (external_id <> ''),
  recorded_at timestamptz not null,
  primary key (venture_id, id),
  unique (venture_id, source, external_id)
);

create table customer_versions (
  venture_id    uuid not null,
  customer_id   uuid not null,
  valid_from    timestamptz not null,
  valid_to      timestamptz check (valid_to > valid_from),
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  name          text not null check (name <> ''),
  industry      text,
  country       text,
  segment       text,
  plan          text,
  seats         integer check (seats >= 0),
  is_trial      boolean,
  owner_email   text,
  time_zone     text,
  signed_up_on  date not null,
  primary key (venture_id, customer_id, valid_from, recorded_at),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index customer_versions_current on customer_versions (venture_id, customer_id)
  where superseded_at is null and valid_to is null;
create index customer_versions_name on customer_versions (venture_id, lower(name)) where superseded_at is null;

create table customer_users (
  venture_id  uuid not null,
  id          uuid not null,
  customer_id uuid not null,
  source      text not null,
  external_id text not null check (external_id <> ''),
  recorded_at timestamptz not null,
  primary key (venture_id, id),
  unique (venture_id, source, external_id),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create index customer_users_customer on customer_users (venture_id, customer_id);

create table customer_user_versions (
  venture_id    uuid not null,
  user_id       uuid not null,
  valid_from    timestamptz not null,
  valid_to      timestamptz check (valid_to > valid_from),
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  name          text,
  email         text check (email ~ '^[^@\s]+@[^@\s]+$'),
  job_role      text,
  email_consent text check (email_consent in ('granted', 'withdrawn')),
  primary key (venture_id, user_id, valid_from, recorded_at),
  foreign key (venture_id, user_id) references customer_users on delete cascade
);
create unique index customer_user_versions_current on customer_user_versions (venture_id, user_id)
  where superseded_at is null and valid_to is null;

create table subscriptions (
  venture_id  uuid not null,
  id          uuid not null,
  customer_id uuid not null,
  source      text not null,
  external_id text not null check (external_id <> ''),
  recorded_at timestamptz not null,
  primary key (venture_id, id),
  unique (venture_id, source, external_id),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create index subscriptions_customer on subscriptions (venture_id, customer_id);

-- One row for each interval in which a subscription was active on one plan at one price.
create table subscription_versions (
  venture_id      uuid not null,
  subscription_id uuid not null,
  customer_id     uuid not null,
  valid_from      timestamptz not null,
  valid_to        timestamptz check (valid_to > valid_from),
  recorded_at     timestamptz not null,
  superseded_at   timestamptz check (superseded_at > recorded_at),
  plan            text,
  seats           integer check (seats >= 0),
  mrr_minor       bigint not null check (mrr_minor >= 0),
  is_trial        boolean not null,
  billing_period  text check (billing_period in ('monthly', 'quarterly', 'annual')),
  auto_renew      boolean,
  renews_on       date,
  primary key (venture_id, subscription_id, valid_from, recorded_at),
  foreign key (venture_id, subscription_id) references subscriptions on delete cascade
);
create index subscription_versions_customer on subscription_versions (venture_id, customer_id, valid_from);

-- High volume: no id of ours and no foreign keys (the loader checks). Identity is the source's event id and time.
create table usage_events (
  venture_id       uuid not null,
  source           text not null,
  event_id         text not null,
  occurred_at      timestamptz not null,
  customer_id      uuid not null,
  user_id          uuid,
  subscription_id  uuid,
  kind             text not null check (kind in ('login', 'feature')),
  feature          text check ((kind = 'feature') = (feature is not null)),
  quantity         integer not null default 1 check (quantity >= 0),
  duration_seconds integer check (duration_seconds >= 0),
  recorded_at      timestamptz not null,
  primary key (venture_id, source, event_id, occurred_at)
) partition by range (occurred_at);

create table usage_daily (
  venture_id       uuid not null,
  customer_id      uuid not null,
  used_on          date not null,
  kind             text not null check (kind in ('login', 'feature')),
  feature          text not null,
  user_id          uuid,
  recorded_at      timestamptz not null,
  event_count      integer not null,
  quantity         bigint not null,
  duration_seconds bigint not null
);
-- A customer's id is unique over ventures: leading with it, and leaving out what few rows of a customer are filtered by,
-- halves the time of filling the index, which is most of the cost of loading usage.
create index usage_daily_customer on usage_daily (customer_id, used_on);
create index usage_daily_day on usage_daily (venture_id, used_on);

create table feature_adoptions (
  venture_id    uuid not null,
  customer_id   uuid not null,
  feature       text not null,
  first_used_on date not null,
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  primary key (venture_id, customer_id, feature, recorded_at)
);
create unique index feature_adoptions_current on feature_adoptions (venture_id, customer_id, feature)
  where superseded_at is null;

create table support_tickets (
  venture_id  uuid not null,
  id          uuid not null,
  customer_id uuid not null,
  source      text not null,
  external_id text not null check (external_id <> ''),
  opened_at   timestamptz not null,
  recorded_at timestamptz not null,
  primary key (venture_id, id),
  unique (venture_id, source, external_id),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create index support_tickets_customer on support_tickets (venture_id, customer_id, opened_at);

create table support_ticket_versions (
  venture_id             uuid not null,
  ticket_id              uuid not null,
  customer_id            uuid not null,
  valid_from             timestamptz not null,
  valid_to               timestamptz check (valid_to > valid_from),
  recorded_at            timestamptz not null,
  superseded_at          timestamptz check (superseded_at > recorded_at),
  status                 text not null check (status in ('open', 'pending', 'closed')),
  priority               text check (priority in ('low', 'medium', 'high', 'urgent')),
  subject                text,
  is_escalated           boolean not null default false,
  first_response_minutes integer check (first_response_minutes >= 0),
  satisfaction_score     integer check (satisfaction_score between 1 and 5),
  primary key (venture_id, ticket_id, valid_from, recorded_at),
  foreign key (venture_id, ticket_id) references support_tickets on delete cascade
);
create index support_ticket_versions_customer on support_ticket_versions (venture_id, customer_id, valid_from);
create index support_ticket_versions_unresolved on support_ticket_versions (venture_id, valid_from)
  where status <> 'closed';

create table survey_responses (
  venture_id    uuid not null,
  id            uuid not null,
  customer_id   uuid not null,
  user_id       uuid,
  source        text not null,
  external_id   text not null check (external_id <> ''),
  kind          text not null check (kind in ('nps', 'csat')),
  sent_at       timestamptz not null,
  answered_at   timestamptz check (answered_at >= sent_at),
  score         integer check ((score is null) = (answered_at is null)),
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  check ((kind = 'nps' and score between 0 and 10) or (kind = 'csat' and score between 1 and 5) or score is null),
  primary key (venture_id, id, recorded_at),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index survey_responses_current on survey_responses (venture_id, source, external_id)
  where superseded_at is null;
create index survey_responses_answered on survey_responses (venture_id, kind, answered_at);

create table churn_events (
  venture_id      uuid not null,
  id              uuid not null,
  customer_id     uuid not null,
  source          text not null,
  external_id     text not null check (external_id <> ''),
  churned_on      date not null,
  reason_code     text,
  is_reactivation boolean not null default false,
  recorded_at     timestamptz not null,
  superseded_at   timestamptz check (superseded_at > recorded_at),
  primary key (venture_id, id, recorded_at),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index churn_events_current on churn_events (venture_id, source, external_id) where superseded_at is null;
create index churn_events_customer on churn_events (venture_id, customer_id, churned_on);

create table invoices (
  venture_id    uuid not null,
  id            uuid not null,
  customer_id   uuid not null,
  source        text not null,
  external_id   text not null check (external_id <> ''),
  issued_on     date not null,
  due_on        date not null check (due_on >= issued_on),
  amount_minor  bigint not null,
  paid_on       date,
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  primary key (venture_id, id, recorded_at),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index invoices_current on invoices (venture_id, source, external_id) where superseded_at is null;
create index invoices_customer on invoices (venture_id, customer_id, due_on);

-- What customers write. The text is personal: it lives here and nowhere else, so that it can be deleted.
create table feedback (
  venture_id    uuid not null,
  id            uuid not null,
  customer_id   uuid not null,
  user_id       uuid,
  source        text not null,
  origin        text not null check (origin in ('survey_comment', 'exit_reason', 'ticket', 'other')),
  external_id   text not null check (external_id <> ''),
  occurred_at   timestamptz not null,
  category      text,
  body          text not null check (body <> ''),
  recorded_at   timestamptz not null,
  superseded_at timestamptz check (superseded_at > recorded_at),
  primary key (venture_id, id),
  foreign key (venture_id, customer_id) references customers on delete cascade
);
create unique index feedback_current on feedback (venture_id, source, origin, external_id) where superseded_at is null;
create index feedback_customer on feedback (venture_id, customer_id, occurred_at);

create table feedback_embeddings (
  venture_id  uuid not null,
  feedback_id uuid not null,
  embedder    text not null,
  embedding   vector(512) not null,
  primary key (venture_id, embedder, feedback_id),
  foreign key (venture_id, feedback_id) references feedback on delete cascade
);

-- Computed ------------------------------------------------------------------------------------------------------

create table settings_versions (
  venture_id     uuid not null references ventures on delete cascade,
  version        integer not null check (version >= 1),
  settings       jsonb not null,
  effective_from timestamptz not null,
  changed_by     text not null,
  reason         text not null,
  created_at     timestamptz not null default now(),
  primary key (venture_id, version)
);

-- One row a refresh: which day was scored, from what was known when, by which settings.
create table score_refreshes (
  venture_id       uuid not null references ventures on delete cascade,
  id               uuid not null,
  as_of            date not null,
  known_at         timestamptz not null,
  settings_version integer not null,
  customer_count   integer not null,
  changed_count    integer not null,
  computed_at      timestamptz not null default now(),
  primary key (venture_id, id),
  foreign key (venture_id, settings_version) references settings_versions
);
create index score_refreshes_day on score_refreshes (venture_id, as_of, computed_at);

-- Intervals, written only when a customer's score changes. No foreign keys: a row for each change of a million customers.
create table health_snapshots (
  venture_id       uuid not null,
  customer_id      uuid not null,
  scored_from      date not null,
  scored_to        date check (scored_to > scored_from),
  settings_version integer not null,
  score            numeric(5, 2) check (score between 0 and 100),
  engagement       numeric(5, 2) check (engagement between 0 and 100),
  support          numeric(5, 2) check (support between 0 and 100),
  value            numeric(5, 2) check (value between 0 and 100),
  coverage         numeric(4, 3) not null check (coverage between 0 and 1),
  status           text not null check (status in ('healthy', 'at_risk', 'critical', 'churned', 'trial', 'no_data')),
  trend            text check (trend in ('improving', 'stable', 'declining')),
  previous_score   numeric(5, 2),
  known_at         timestamptz not null,
  computed_at      timestamptz not null default now(),
  primary key (venture_id, customer_id, scored_from)
);
create index health_snapshots_current on health_snapshots (venture_id, status, score) where scored_to is null;

create table churn_predictions (
  venture_id        uuid not null,
  customer_id       uuid not null,
  as_of             date not null,
  horizon_days      integer not null check (horizon_days between 7 and 365),
  method            text not null,
  churn_probability double precision not null check (churn_probability between 0 and 1),
  probability_low   double precision not null check (probability_low between 0 and 1),
  probability_high  double precision not null check (probability_high between 0 and 1),
  band              text not null,
  age_band          text not null,
  observed_count    integer not null,
  churned_count     integer not null,
  settings_version  integer not null,
  known_at          timestamptz not null,
  computed_at       timestamptz not null default now(),
  primary key (venture_id, customer_id, as_of, horizon_days, method)
);

-- Receipts and the ledger ---------------------------------------------------------------------------------------

create table receipts (
  venture_id       uuid not null references ventures on delete cascade,
  id               uuid not null,
  number           bigint generated always as identity (start with 1001),
  tool             text not null,
  arguments        text not null,
  settings_version integer not null,
  as_of            date not null,
  known_at         timestamptz not null,
  row_count        integer not null check (row_count >= 0),
  result           text not null,
  result_hash      text not null,
  actor            text not null,
  run_id           uuid,
  created_at       timestamptz not null default now(),
  primary key (venture_id, id),
  unique (venture_id, number)
);

create table ledger (
  venture_id uuid not null references ventures on delete cascade,
  seq        bigint not null check (seq >= 1),
  entry      text not null,
  prev_hash  text not null,
  hash       text not null,
  primary key (venture_id, seq)
);

create table ledger_heads (
  venture_id uuid primary key references ventures on delete cascade,
  seq        bigint not null,
  hash       text not null
);

-- Proposals, decisions, the outbox ------------------------------------------------------------------------------

create table crew_runs (
  venture_id  uuid not null references ventures on delete cascade,
  id          uuid not null,
  as_of       date not null,
  known_at    timestamptz not null,
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  status      text not null default 'running' check (status in ('running', 'done', 'failed')),
  writer      text not null,
  summary     jsonb not null default '{}',
  primary key (venture_id, id)
);

create table reports (
  venture_id uuid not null,
  run_id     uuid not null,
  content    jsonb not null,
  markdown   text not null,
  html       text not null,
  created_at timestamptz not null default now(),
  primary key (venture_id, run_id),
  foreign key (venture_id, run_id) references crew_runs on delete cascade
);

create table action_modes (
  venture_id uuid not null references ventures on delete cascade,
  id         uuid not null,
  kind       text not null check (kind in ('message', 'task', 'offer', 'escalation', 'setting')),
  mode       text not null check (mode in ('manual', 'assisted', 'auto')),
  set_by     text not null,
  reason     text not null check (reason <> ''),
  set_at     timestamptz not null default clock_timestamp(),
  primary key (venture_id, id)
);
create index action_modes_latest on action_modes (venture_id, kind, set_at desc);

create table proposals (
  venture_id            uuid not null references ventures on delete cascade,
  id                    uuid not null,
  number                bigint generated always as identity (start with 1001),
  kind                  text not null check (kind in ('message', 'task', 'offer', 'escalation', 'setting')),
  customer_id           uuid,
  cause                 text not null,
  cause_key             text not null,
  title                 text not null check (title <> ''),
  reason                text not null check (reason <> ''),
  draft                 jsonb not null,
  facts                 jsonb not null,
  receipt_ids           uuid[] not null default '{}',
  fingerprint           jsonb not null,
  round                 integer not null default 1 check (round >= 1),
  what_changed          text,
  cost_minor            bigint not null default 0 check (cost_minor >= 0),
  money_at_stake_minor  bigint not null default 0 check (money_at_stake_minor >= 0),
  churn_probability     double precision check (churn_probability between 0 and 1),
  status                text not null default 'waiting' check (status in
                          ('waiting', 'approved', 'rejected', 'superseded', 'expired', 'executing', 'done', 'parked')),
  addressed_to          text not null default 'success' check (addressed_to in ('success', 'chairman')),
  proposed_by           text not null,
  run_id                uuid,
  supersedes_id         uuid,
  as_of                 date not null,
  expires_at            timestamptz not null,
  created_at            timestamptz not null default now(),
  closed_at             timestamptz,
  primary key (venture_id, id),
  unique (venture_id, number),
  foreign key (venture_id, customer_id) references customers on delete cascade,
  foreign key (venture_id, supersedes_id) references proposals
);
-- A cause asks once: while a proposal about it is open, a second one cannot be filed.
create unique index proposals_cause on proposals (venture_id, cause_key)
  where status in ('waiting', 'approved', 'executing', 'parked');
create index proposals_waiting on proposals (venture_id, status, expires_at);
create index proposals_customer on proposals (venture_id, customer_id, created_at);

-- One decision a round: the primary key is the compare-and-set.
create table decisions (
  venture_id  uuid not null,
  proposal_id uuid not null,
  round       integer not null,
  id          uuid not null,
  decision    text not null check (decision in ('approve', 'reject', 'modify', 'escalate', 'monitor')),
  person_id   uuid not null,
  reason      text not null,
  door        text not null,
  due_at      timestamptz,
  decided_at  timestamptz not null default now(),
  primary key (venture_id, proposal_id, round),
  foreign key (venture_id, proposal_id) references proposals on delete cascade,
  foreign key (venture_id, person_id) references people
);

create table touches (
  venture_id      uuid not null,
  id              uuid not null,
  proposal_id     uuid not null,
  step            integer not null,
  customer_id     uuid,
  user_id         uuid,
  channel         text not null check (channel in ('email', 'task')),
  subject         text not null,
  body            text not null,
  status          text not null default 'queued' check (status in
                    ('queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  attempt_id      uuid,
  attempted_at    timestamptz,
  attempts        integer not null default 0,
  sent_at         timestamptz,
  sent_by         text,
  provider_ref    text,
  problem         text,
  created_at      timestamptz not null default now(),
  primary key (venture_id, id),
  unique (venture_id, proposal_id, step),
  foreign key (venture_id, proposal_id) references proposals on delete cascade
);
create index touches_open on touches (venture_id, status) where status in ('queued', 'sending', 'unknown');
create index touches_customer on touches (venture_id, customer_id, sent_at);

-- What a person must do: a call, a message the system may not send, a check in two weeks, an unknown to look into.
create table tasks (
  venture_id  uuid not null,
  id          uuid not null,
  number      bigint generated always as identity (start with 101),
  proposal_id uuid,
  touch_id    uuid,
  customer_id uuid,
  kind        text not null check (kind in ('call', 'message', 'offer', 'check', 'escalation', 'setting', 'resolve_unknown', 'other')),
  title       text not null,
  body        text not null,
  assigned_to text,
  due_at      timestamptz,
  status      text not null default 'open' check (status in ('open', 'done', 'cancelled')),
  done_by     uuid,
  done_at     timestamptz,
  outcome     text,
  created_at  timestamptz not null default now(),
  primary key (venture_id, id),
  unique (venture_id, number),
  foreign key (venture_id, proposal_id) references proposals on delete cascade
);
create index tasks_open on tasks (venture_id, due_at) where status = 'open';
create unique index tasks_touch on tasks (venture_id, touch_id) where touch_id is not null;
