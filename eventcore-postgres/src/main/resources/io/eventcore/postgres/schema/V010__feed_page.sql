-- The feed for projections that share the log by segments, or want a part of it only.

-- The position of the last event that is stored; 0 if there is none. The last position that was given out would not do: a
-- reader that moves over numbers of appends that were rolled back, or have not ended, remembers more than the log holds,
-- and a crash takes the sequence back to what was flushed. The same numbers are then given to other events, which that
-- reader has passed already. What stands in a committed event is flushed, and is never given out again.
CREATE FUNCTION eventcore_head() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(max(e.position), 0) FROM events e
$$;

-- A page of the feed: events behind a position that match a filter (NULL: no condition; one segment of 1: every stream),
-- never beyond what is settled. bound says how far was searched, head is the position of the last event that is stored. The
-- first row returned has these two even if no event matched.
--
--   search_at_most   with a filter, how many positions are searched: a rare event in a long log must not hold the
--                    statement up for minutes
--   stream_pattern   for LIKE: the caller has put a backslash before each %, _ and backslash that stands for itself
--
-- Each step is a statement of its own, with a snapshot of its own: the head, then the fences, then the events; as in
-- eventcore_feed, and for the same reasons: positions are given out in order, so every event below the head had its number,
-- and its fence, before the head was stored. A query with a filter is planned each time, for the values decide which index
-- is good. Its text holds no values.
CREATE FUNCTION eventcore_feed_page(
    after          bigint,
    max_events     integer,
    search_at_most bigint,
    types          text[],
    streams        text[],
    stream_prefix  text,
    stream_pattern text,
    correlation_id text,
    segment        integer,
    segments       integer
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
) LANGUAGE plpgsql VOLATILE
-- A page is the first few rows of many, in the order of an index. The planner cannot know that of a table without
-- statistics, or of an expression such as the segment: it would read, and sort, everything up to the end for each page.
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
    store      bigint := 'events_position_seq'::regclass::oid::bigint & 32767;
    last       bigint;
    lowest     bigint;
    conditions text;
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

    -- A reader that is beyond the head, because it was told to start there, stays where it is.
    last  := eventcore_head();
    head  := greatest(after, last);
    bound := head;

    -- Looked at after the head, for both only grow.
    IF coalesce(pg_sequence_last_value('events_position_seq'), 0) < last THEN
        RAISE EXCEPTION 'The sequence events_position_seq was set back, so the feed would skip events.'
            USING ERRCODE = 'EC004';
    END IF;

    IF head > after THEN
        IF NOT EXISTS (
            SELECT FROM pg_sequence q
            WHERE q.seqrelid = 'events_position_seq'::regclass
              AND q.seqcache = 1 AND q.seqincrement = 1 AND NOT q.seqcycle)
        THEN
            RAISE EXCEPTION 'The sequence events_position_seq was altered, so the feed would skip events.'
                USING ERRCODE = 'EC004';
        END IF;

        -- A fence counts while its transaction holds the lock of a writer on events, too. Positions are taken only under
        -- that lock, by the INSERT. A fence without it is not an append's, or of one that has not taken a position when this
        -- statement looks, and those that it takes later lie above the head of the first step. So nobody else's advisory
        -- lock stops the feed.
        SELECT min(w.fence) INTO lowest
        FROM (
            SELECT min(((l.classid::bigint & 65535) << 32) | l.objid::bigint) FILTER (WHERE l.locktype = 'advisory') AS fence
            FROM pg_locks l
            WHERE l.granted
              AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND CASE l.locktype
                      WHEN 'advisory' THEN l.objsubid = 1 AND l.mode = 'ShareLock' AND l.classid::bigint >> 16 = store
                      WHEN 'relation' THEN l.relation = 'events'::regclass AND l.mode = 'RowExclusiveLock'
                      ELSE false
                  END
            GROUP BY l.virtualtransaction
            HAVING bool_or(l.locktype = 'relation')
        ) w;
        bound := greatest(after, least(head, coalesce(lowest, head)));

        conditions := concat(
            CASE WHEN cardinality(types) = 1 THEN ' AND e.event_type = $6' END,
            CASE WHEN cardinality(types) > 1 THEN ' AND e.event_type = ANY ($5)' END,
            CASE WHEN cardinality(streams) = 1 THEN ' AND e.stream_id = $8' END,
            CASE WHEN cardinality(streams) > 1 THEN ' AND e.stream_id = ANY ($7)' END,
            CASE WHEN stream_prefix IS NOT NULL THEN ' AND e.stream_id ^@ $9' END,
            CASE WHEN stream_pattern IS NOT NULL THEN ' AND e.stream_id LIKE $10' END,
            CASE WHEN correlation_id IS NOT NULL THEN ' AND e.metadata ->> ''correlationId'' = $11' END,
            CASE WHEN segments > 1 THEN ' AND eventcore_segment(e.stream_id, $13) = $12' END);
        IF conditions = '' THEN
            RETURN QUERY
            SELECT bound, head, e.position, e.event_id, e.stream_id, e.stream_version, e.event_type, e.event_version,
                   e.event_data, e.metadata, e.created_at
            FROM events e
            WHERE e.position > after AND e.position <= bound
            ORDER BY e.position
            LIMIT max_events;
        ELSE
            bound := least(bound, after + search_at_most);
            RETURN QUERY EXECUTE
                'SELECT $3, $4, e.position, e.event_id, e.stream_id, e.stream_version, e.event_type, e.event_version,'
                ' e.event_data, e.metadata, e.created_at'
                ' FROM events e WHERE e.position > $1 AND e.position <= $3' || conditions
                || ' ORDER BY e.position LIMIT $2'
            USING after, max_events, bound, head, types, types[1], streams, streams[1], stream_prefix, stream_pattern,
                  correlation_id, segment, segments;
        END IF;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    RETURN NEXT;
END
$$;

-- For processes of the version before: the same head, the same steps.
CREATE OR REPLACE FUNCTION eventcore_feed(
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
BEGIN
    RETURN QUERY
    SELECT * FROM eventcore_feed_page(after, max_events, 1000000, types, streams, stream_prefix, NULL, correlation_id, 0, 1);
END
$$;

INSERT INTO eventcore_schema (version, file) VALUES (10, 'V010__feed_page.sql') ON CONFLICT (version) DO NOTHING;
