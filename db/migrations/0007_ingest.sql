-- What other systems send as it happens.

-- A key may send rows of one source and do nothing else. Its SHA-256 is all that is kept; it is unique over all
-- ventures, for the key says which venture a request is for.
create table api_keys (
  venture_id   uuid not null references ventures on delete cascade,
  id           uuid not null,
  name         text not null check (name <> ''),
  source       text not null,
  key_hash     text not null unique,
  created_by   text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  primary key (venture_id, id)
);
create unique index api_keys_name on api_keys (venture_id, lower(name)) where revoked_at is null;

-- The answer to each request that named an Idempotency-Key, written in the transaction that recorded its rows: the same
-- request again is answered the same and records nothing. Forgotten after two days.
create table ingest_requests (
  venture_id      uuid not null,
  key_id          uuid not null,
  idempotency_key text not null,
  body_hash       text not null,
  status          integer not null,
  answer          text not null,
  created_at      timestamptz not null,
  primary key (venture_id, key_id, idempotency_key),
  foreign key (venture_id, key_id) references api_keys on delete cascade
);
create index ingest_requests_age on ingest_requests (venture_id, created_at);
