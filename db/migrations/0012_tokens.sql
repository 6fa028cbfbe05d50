-- A token says what it is for, who made it and when it was last used, so that one that nobody needs is seen and ended.
alter table person_tokens
  add column label text check (label <> ''),
  add column created_by text,
  add column last_used_at timestamptz;
create unique index person_tokens_label on person_tokens (venture_id, lower(label))
  where revoked_at is null and label is not null;
