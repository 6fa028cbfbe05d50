-- What came in from Slack: kept before it is acknowledged, done by a job, once however often Slack sends it. The texts go
-- when it is done; the id stays some days, for Slack sends again what it believes was lost.
create table slack_requests (
  venture_id  uuid not null references ventures on delete cascade,
  request_id  text not null,
  work        text not null,
  team_id     text not null,
  data        jsonb,
  -- What a try leaves to the next one: what was answered, and where it stands.
  kept        jsonb,
  received_at timestamptz not null,
  attempts    integer not null default 0,
  tried_at    timestamptz,
  finished_at timestamptz,
  -- Why it was given up; null for what was done.
  problem     text,
  primary key (venture_id, request_id)
);
create index slack_requests_open on slack_requests (venture_id, received_at) where finished_at is null;
create index slack_requests_age on slack_requests (venture_id, received_at);

-- What a person last talked about in a place (a thread, or a direct message: then `thread` is ''), to be asked on.
create table slack_conversations (
  venture_id   uuid not null references ventures on delete cascade,
  channel      text not null,
  thread       text not null,
  person_id    uuid not null,
  conversation text not null,
  asked_at     timestamptz not null,
  primary key (venture_id, channel, thread, person_id),
  foreign key (venture_id, person_id) references people on delete cascade
);
create index slack_conversations_age on slack_conversations (venture_id, asked_at);
