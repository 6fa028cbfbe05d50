-- What was asked last, so that a follow-up ("and last month?") needs no repeating. Ids and days, and the topic as it was
-- said; never the question or the answer. One person's, and forgotten after a while.
create table conversations (
  venture_id    uuid not null references ventures on delete cascade,
  id            uuid not null,
  -- `person:<id>`: whoever asks under another name finds nothing.
  asker         text not null check (asker <> ''),
  asked         jsonb not null,
  turns         integer not null default 1 check (turns >= 1),
  created_at    timestamptz not null,
  last_asked_at timestamptz not null,
  expires_at    timestamptz not null,
  primary key (venture_id, id)
);
create index conversations_expiry on conversations (venture_id, expires_at);
