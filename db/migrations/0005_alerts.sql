-- Alerts: what somebody must know, once a cause; where it goes; and the messages that carry it.

create table alerts (
  venture_id           uuid not null references ventures on delete cascade,
  id                   uuid not null,
  number               bigint generated always as identity (start with 101),
  kind                 text not null check (kind in ('critical_customer', 'nps_negative', 'system_degraded',
                         'crm_sync_failed', 'retention_down', 'weekly_digest', 'chairman_notice')),
  cause_key            text not null check (cause_key <> ''),
  customer_id          uuid,
  title                text not null check (title <> ''),
  body                 text not null,
  facts                jsonb not null,
  severity             text not null check (severity in ('low', 'medium', 'high')),
  -- Ranks a storm: what is told first when many alerts become one message.
  money_at_stake_minor bigint not null default 0 check (money_at_stake_minor >= 0),
  raised_by            text not null,
  raised_at            timestamptz not null,
  -- Nothing leaves before; a score that recovers meanwhile sends nothing.
  deliver_after        timestamptz not null,
  status               text not null default 'raised' check (status in
                         ('raised', 'delivered', 'acknowledged', 'escalated', 'recovered', 'resolved')),
  delivered_at         timestamptz,
  -- The escalation that comes next, from 1, and when; null once there is none.
  next_step            integer not null default 1,
  escalates_at         timestamptz,
  escalated_at         timestamptz,
  acknowledged_by      uuid,
  acknowledged_at      timestamptz,
  note                 text,
  closed_at            timestamptz,
  primary key (venture_id, id),
  unique (venture_id, number),
  -- Once a cause, whoever evaluates it and however often.
  unique (venture_id, kind, cause_key),
  foreign key (venture_id, customer_id) references customers on delete cascade,
  foreign key (venture_id, acknowledged_by) references people
);
create index alerts_raised on alerts (venture_id, raised_at);
create index alerts_escalating on alerts (venture_id, escalates_at) where escalates_at is not null;
create index alerts_undelivered on alerts (venture_id, kind) where status = 'raised';

-- What leaves: one alert, or a storm of them, for one destination. The attempt is committed before the I/O.
create table alert_messages (
  venture_id   uuid not null references ventures on delete cascade,
  id           uuid not null,
  kind         text not null,
  step         integer not null,
  medium       text not null check (medium in ('slack', 'email')),
  recipient    text not null check (recipient <> ''),
  subject      text not null,
  body         text not null,
  alert_count  integer not null check (alert_count >= 1),
  status       text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempt_id   uuid,
  attempted_at timestamptz,
  attempts     integer not null default 0,
  retry_at     timestamptz not null,
  sent_at      timestamptz,
  sent_by      text,
  provider_ref text,
  problem      text,
  created_at   timestamptz not null,
  primary key (venture_id, id)
);
create index alert_messages_open on alert_messages (venture_id, status, retry_at) where status in ('queued', 'sending');
create index alert_messages_recent on alert_messages (venture_id, created_at);

-- Where an alert goes, step by step: 0 at first, 1 and on when nobody acknowledged it. One row a destination and step,
-- in exactly one message, so a channel gets an alert once.
create table alert_deliveries (
  venture_id uuid not null,
  alert_id   uuid not null,
  step       integer not null,
  -- The alert's: what waits is grouped by it without looking at each alert.
  kind       text not null,
  medium     text not null check (medium in ('slack', 'email')),
  recipient  text not null check (recipient <> ''),
  due_at     timestamptz not null,
  status     text not null default 'waiting' check (status in ('waiting', 'in_message', 'cancelled')),
  message_id uuid check ((message_id is not null) = (status = 'in_message')),
  primary key (venture_id, alert_id, step, medium, recipient),
  foreign key (venture_id, alert_id) references alerts on delete cascade,
  foreign key (venture_id, message_id) references alert_messages
);
create index alert_deliveries_due on alert_deliveries (venture_id, due_at) where status = 'waiting';
create index alert_deliveries_message on alert_deliveries (venture_id, message_id) where message_id is not null;
