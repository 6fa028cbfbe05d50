-- Alerts in the team's chat: once only though a post is not idempotent there, kept true after it was posted, and one thread
-- a customer; and who does not want to hear of what.

alter table alert_messages
  -- The first attempt that may have left: the message is looked for before it is sent again.
  add column may_have_left_at timestamptz,
  -- Since when what it says of its alerts is no longer true; null where it is.
  add column outdated_at timestamptz,
  -- The message it answers, as the carrier named it.
  add column thread_ref text;
create index alert_messages_outdated on alert_messages (venture_id, outdated_at) where outdated_at is not null;

alter table alert_deliveries
  -- Where it should have gone, for what goes elsewhere because that cannot be reached.
  add column instead_of text,
  drop constraint alert_deliveries_status_check,
  -- Muted: whom it was for did not want to hear of it.
  add constraint alert_deliveries_status_check check (status in ('waiting', 'in_message', 'cancelled', 'muted'));

-- The last message about a customer, which the next one answers.
create index alerts_customer on alerts (venture_id, customer_id, raised_at) where customer_id is not null;

create table alert_mutes (
  venture_id  uuid not null references ventures on delete cascade,
  id          uuid not null,
  number      bigint generated always as identity,
  person_id   uuid not null,
  -- Null: of every kind, of every customer.
  kind        text,
  customer_id uuid,
  muted_at    timestamptz not null,
  -- Every mute has an end.
  until_at    timestamptz not null,
  ended_at    timestamptz,
  primary key (venture_id, id),
  unique (venture_id, number),
  foreign key (venture_id, person_id) references people on delete cascade,
  foreign key (venture_id, customer_id) references customers on delete cascade,
  check (until_at > muted_at)
);
create index alert_mutes_standing on alert_mutes (venture_id, until_at) where ended_at is null;
