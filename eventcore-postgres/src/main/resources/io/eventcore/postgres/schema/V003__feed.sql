-- The global order. Positions are taken before a commit and become visible after it, so a reader that remembers the
-- highest position it saw would lose those that commit later. The fence prevents that.

-- The lock that a transaction holds, shared, before it takes positions. The upper 16 bits name the store (by its
-- sequence, so that several stores in one database do not hold each other up), the lower 48 are the last position that
-- was given out. All positions that the transaction takes afterwards are higher.
CREATE FUNCTION eventcore_fence_key() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    sequence_id bigint := 'events_position_seq'::regclass::oid::bigint;
    last        bigint;
BEGIN
    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO last FROM events_position_seq s;
    RETURN ((sequence_id & 32767) << 48) | last;
END
$$;

-- Events behind a position that match a filter (NULL: no condition), never beyond what is settled: bound says how far
-- that is, head is the last position given out. The first row returned has these two even if no event matched.
--
-- Each step is a statement of its own, with a snapshot of its own: the head, then the fences, then the events. An event
-- up to the head had its fence before the first step. If the fence still stands in the second, it keeps the event out;
-- if not, its transaction is over, and the third step sees it if it ever committed. In a transaction that keeps one
-- snapshot, the third step would look too early, so that is refused.
CREATE FUNCTION eventcore_feed(
    after          bigint,
    max_events     integer,
    types          text[],
    streams        text[],
    stream_prefix  text,
    correlation_id text
) RETURNS TABLE (
    bound          bigint,
    head           bigint,
    "position"     bigint,
    event_id       uuid,
    stream_id      text,
    stream_version bigint,
    event_type     text,
    event_version  integer,
    event_data     jsonb,
    metadata       jsonb,
    created_at     timestamptz
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    store       bigint := 'events_position_seq'::regclass::oid::bigint & 32767;
    lowest      bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'The feed is read in READ COMMITTED, not in %.', upper(current_setting('transaction_isolation'))
            USING ERRCODE = 'active_sql_transaction';
    END IF;

    -- A standby does not see the locks of its primary.
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION 'The feed is read on the primary server, not on a standby.'
            USING ERRCODE = 'read_only_sql_transaction';
    END IF;

    SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END INTO head FROM events_position_seq s;
    bound := head;

    IF head > after THEN
        SELECT min(((l.classid::bigint & 65535) << 32) | l.objid::bigint) INTO lowest
        FROM pg_locks l
        WHERE l.locktype = 'advisory'
          AND l.objsubid = 1
          AND l.granted
          AND l.classid::bigint >> 16 = store
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
        bound := greatest(after, least(head, coalesce(lowest, head)));

        RETURN QUERY
        SELECT bound, head, e.position, e.event_id, e.stream_id, e.stream_version, e.event_type, e.event_version,
               e.event_data, e.metadata, e.created_at
        FROM events e
        WHERE e.position > after
          AND e.position <= bound
          AND (types IS NULL OR e.event_type = ANY (types))
          AND (streams IS NULL OR e.stream_id = ANY (streams))
          AND (stream_prefix IS NULL OR starts_with(e.stream_id, stream_prefix))
          AND (correlation_id IS NULL OR e.metadata ->> 'correlationId' = correlation_id)
        ORDER BY e.position
        LIMIT max_events;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    RETURN NEXT;
END
$$;
