-- What an application needs when it does not own the tables: append, read, follow the feed, keep checkpoints. It cannot
-- change or delete an event, forge its position or its time, create or drop anything.
--
-- Run it as the owner of the tables, with their schema first in the search path, after initialize() (or your migration
-- tool) and again after each upgrade. Write the application's role in the place of app_role.

DO $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO app_role', current_schema());
END
$$;

-- Appending and reading. The function eventcore_append runs with the rights of its caller.
GRANT SELECT, INSERT, UPDATE (version, updated_at) ON event_streams TO app_role;
GRANT SELECT,
      INSERT (event_id, stream_id, stream_version, event_type, event_version, event_data, metadata)
    ON events TO app_role;

-- Commands with an id. Deleting old ones is the owner's affair.
GRANT SELECT, INSERT (command_id, event_ids, stream_ids, versions, "position") ON executed_commands TO app_role;

-- Snapshots of folds; deleting one costs nothing but time.
GRANT SELECT, INSERT, UPDATE, DELETE ON stream_snapshots TO app_role;

-- The fence that each append puts up looks at the last position given out. An identity column needs no USAGE on its
-- sequence.
GRANT SELECT ON SEQUENCE events_position_seq TO app_role;

GRANT EXECUTE ON FUNCTION
    eventcore_append,
    eventcore_append_once,
    eventcore_forget_absent,
    eventcore_fence_key,
    eventcore_feed,
    eventcore_feed_page,
    eventcore_head
    TO app_role;

-- Projections.
GRANT SELECT, INSERT, UPDATE, DELETE
    ON projections, projection_checkpoints, projection_leases, projection_instances, dead_letters
    TO app_role;
GRANT USAGE ON SEQUENCE projection_tokens_seq TO app_role;
GRANT EXECUTE ON FUNCTION
    eventcore_segment,
    eventcore_due_streams,
    eventcore_divide,
    eventcore_end_repartition,
    eventcore_lease,
    eventcore_end_work,
    eventcore_event_before,
    eventcore_move_checkpoint
    TO app_role;

-- initialize() looks whether there is anything to do.
GRANT SELECT ON eventcore_schema TO app_role;
