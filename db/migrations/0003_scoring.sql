-- What a refresh keeps so that a day costs what changed on it and not what history holds.

-- What is known of each customer on the newest scored day: what the score is made of, and the score. One row a customer,
-- rewritten when something about it changes; any other day is computed from the facts. No foreign keys, like snapshots.
create table customer_states (
  venture_id                uuid not null,
  customer_id               uuid not null,
  -- Facts, true from the day they were gathered until next_change_on.
  signed_up_on              date not null,
  plan                      text,
  industry                  text,
  country                   text,
  segment                   text,
  seats                     integer,
  owner_email               text,
  mrr_minor                 bigint not null default 0,
  is_trial                  boolean not null,
  -- From this day on it counts as churned; may lie ahead where inactivity decides.
  churns_on                 date,
  first_paid_on             date,
  last_active_on            date,
  last_used_on              date,
  open_ticket_count         integer not null,
  features_used_count       integer not null,
  core_features_used_count  integer not null,
  -- The first later day on which time alone changes a fact or the score; and which changes one that is not of usage.
  next_change_on            date,
  facts_change_on           date,
  -- The score of the newest scored day.
  score                     numeric(5, 2),
  engagement                numeric(5, 2),
  support                   numeric(5, 2),
  value                     numeric(5, 2),
  coverage                  numeric(4, 3) not null,
  status                    text not null check (status in ('healthy', 'at_risk', 'critical', 'churned', 'trial', 'no_data')),
  trend                     text check (trend in ('improving', 'stable', 'declining')),
  month_ago_score           numeric(5, 2),
  primary key (venture_id, customer_id)
) with (fillfactor = 80);
create index customer_states_next_change on customer_states (venture_id, next_change_on);

-- Customers about whom something was loaded since they were last scored, and the first day it bears on. Rows are added
-- by every load and taken by the next refresh; several for one customer mean the earliest.
create table score_marks (
  venture_id  uuid not null,
  customer_id uuid not null,
  since_on    date not null,
  recorded_at timestamptz not null,
  -- Nothing but usage was loaded: what is kept of contracts and tickets still holds.
  is_usage    boolean not null default false
);
create index score_marks_venture on score_marks (venture_id);

-- A customer's status is another than on the day before, or its first is at_risk or critical. Numbered in the order they
-- happened (a refresh holds the venture's lock), so that a reader remembers how far it read. NOTIFY "score.crossed"
-- carries the venture's id.
create table score_crossings (
  venture_id  uuid not null,
  seq         bigint generated always as identity,
  customer_id uuid not null,
  as_of       date not null,
  from_status text,
  to_status   text not null,
  from_score  numeric(5, 2),
  to_score    numeric(5, 2),
  crossed_at  timestamptz not null,
  primary key (venture_id, seq)
);

create index score_crossings_critical on score_crossings (venture_id, crossed_at) where to_status = 'critical';

-- How far each reader of a numbered stream has read.
create table event_cursors (
  venture_id uuid not null references ventures on delete cascade,
  reader     text not null,
  seq        bigint not null default 0,
  primary key (venture_id, reader)
);

-- What a refresh went by: which sources were loaded, which rule says who churned, and the parameters of the score. When
-- that changes, it changes for everybody.
alter table score_refreshes add column went_by jsonb;

-- A past day's snapshot that late data corrected, and when.
alter table health_snapshots add column corrected_at timestamptz;
create index health_snapshots_from on health_snapshots (venture_id, scored_from);
-- Which score stands is kept in customer_states; without this index an interval ends in place.
drop index health_snapshots_current;

-- The first day that each source speaks of is asked at every refresh.
create index support_tickets_opened on support_tickets (venture_id, opened_at);
create index subscription_versions_from on subscription_versions (venture_id, valid_from);
