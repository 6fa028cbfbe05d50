-- Which message of the team's chat shows which proposals, so that a decision taken anywhere updates every copy.
create table slack_messages (
  venture_id   uuid not null references ventures on delete cascade,
  id           uuid not null,
  -- A card shows one proposal with its buttons; a list names several, when many were filed at once.
  form         text not null check (form in ('card', 'list')),
  -- `#channel`, or the person whose direct messages it is in.
  recipient    text not null check (recipient <> ''),
  person_id    uuid,
  -- Slack's own name of it, once it was posted.
  channel      text,
  ts           text,
  -- The attempt is committed before the I/O; `dropped` was decided before it could be posted, `gone` deleted in Slack.
  status       text not null check (status in ('waiting', 'posting', 'posted', 'dropped', 'gone')),
  attempt_id   uuid,
  attempted_at timestamptz,
  attempts     integer not null default 0,
  sent_by      text,
  retry_at     timestamptz,
  -- The first attempt that may have left: it is looked for in the channel before the next.
  look_since   timestamptz,
  problem      text,
  created_at   timestamptz not null,
  primary key (venture_id, id),
  foreign key (venture_id, person_id) references people on delete cascade,
  check ((channel is null) = (ts is null)),
  check (status <> 'posted' or ts is not null)
);
create unique index slack_messages_place on slack_messages (venture_id, channel, ts) where ts is not null;
create index slack_messages_recent on slack_messages (venture_id, recipient, created_at);
create index slack_messages_open on slack_messages (venture_id, status, retry_at) where status in ('waiting', 'posting');

-- What each of them shows: the round it was posted for, and the state that stands in it now.
create table slack_message_proposals (
  venture_id   uuid not null,
  message_id   uuid not null,
  proposal_id  uuid not null,
  round        integer not null check (round >= 1),
  -- To whom this round was announced by it; null for a copy that somebody asked for.
  announced_to text,
  -- The worthiest first.
  position     integer not null,
  shown_status text,
  shown_round  integer,
  -- Shows how it ended: there is nothing more to update.
  is_final     boolean not null default false,
  primary key (venture_id, message_id, proposal_id),
  foreign key (venture_id, message_id) references slack_messages on delete cascade,
  foreign key (venture_id, proposal_id) references proposals on delete cascade
);
-- A round is announced to a recipient once, whichever process does it.
create unique index slack_message_proposals_announced on slack_message_proposals (venture_id, proposal_id, round, announced_to)
  where announced_to is not null;
create index slack_message_proposals_open on slack_message_proposals (venture_id, proposal_id) where not is_final;
create index proposals_superseding on proposals (venture_id, supersedes_id) where supersedes_id is not null;
