-- A run that a door started can be watched and stopped through any door, and what came of things is written down.

alter table crew_runs drop constraint crew_runs_status_check;
alter table crew_runs
  add constraint crew_runs_status_check check (status in ('running', 'done', 'failed', 'cancelled')),
  add column progress      jsonb,
  -- Moves on every second or so while somebody works on it: one that stands still has lost its process.
  add column seen_at       timestamptz,
  add column stop_asked_at timestamptz;
create index crew_runs_latest on crew_runs (venture_id, started_at desc);

-- What came of a task, of a proposal that was carried out, or of a conversation nobody had planned.
create table recorded_outcomes (
  venture_id  uuid not null references ventures on delete cascade,
  id          uuid not null,
  customer_id uuid,
  proposal_id uuid,
  task_id     uuid,
  channel     text not null check (channel in ('call', 'meeting', 'mail', 'chat', 'other')),
  outcome     text not null check (outcome in ('successful', 'partly_successful', 'unsuccessful')),
  response    text not null check (response in ('positive', 'neutral', 'negative', 'none')),
  note        text,
  occurred_on date not null,
  -- `person:<id>`, or the part of the system.
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (venture_id, id),
  foreign key (venture_id, customer_id) references customers on delete cascade,
  foreign key (venture_id, proposal_id) references proposals on delete cascade,
  foreign key (venture_id, task_id) references tasks on delete cascade,
  check (customer_id is not null or proposal_id is not null or task_id is not null)
);
create index recorded_outcomes_latest on recorded_outcomes (venture_id, occurred_on desc);
create index recorded_outcomes_customer on recorded_outcomes (venture_id, customer_id, occurred_on);
create index recorded_outcomes_proposal on recorded_outcomes (venture_id, proposal_id);
