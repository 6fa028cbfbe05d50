-- A snapshot a day, out of the intervals that are stored: an interval still open lasts to the newest refresh.
create view health_snapshots_daily as
select snapshots.venture_id, snapshots.customer_id, days.day::date as as_of, snapshots.score, snapshots.engagement,
  snapshots.support, snapshots.value, snapshots.coverage, snapshots.status, snapshots.settings_version
from health_snapshots snapshots
cross join lateral generate_series(
  snapshots.scored_from::timestamp,
  coalesce(snapshots.scored_to - 1, (
    select max(refreshes.as_of) from score_refreshes refreshes where refreshes.venture_id = snapshots.venture_id
  ))::timestamp,
  '1 day') as days(day);
