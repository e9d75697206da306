-- Appends many requests in one call. Each commits or is refused alone; what it returns says which.
--
-- The function looks at no snapshot: it finds out what version a stream has by writing to it, which locks the row. So
-- two SERIALIZABLE transactions that touch different streams never abort each other.
--
-- Streams are distinct over the call, and sorted, so that two calls never wait for each other in a circle. A stream
-- that one request writes is named by no other; streams that are only read may be shared.
--
--   stream_ids, expected, added   each stream, the version it must have (-1: any), how many events it gets (0: it was
--                                 only read)
--   use_request, use_stream       which request uses which stream (an index into stream_ids)
--   event_request, event_stream,  each event: its request, its stream, its number among the new events of that stream,
--   event_nth, event_id, ...      counted from 1, and its columns
--
-- Returned: versions of the streams as they are now; the indexes of the streams that had another version than
-- expected (NULL: none); the positions of the events of all requests that use none of those, in order.

CREATE FUNCTION eventcore_append(
    stream_ids    text[],
    expected      bigint[],
    added         bigint[],
    use_request   integer[],
    use_stream    integer[],
    event_request integer[],
    event_stream  integer[],
    event_nth     integer[],
    event_id      text[],
    event_type    text[],
    event_version integer[],
    event_data    text[],
    metadata      text[],
    OUT versions  bigint[],
    OUT conflicts integer[],
    OUT positions bigint[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    refused integer[];
BEGIN
    -- The fence: whoever reads the feed stays below the positions that this transaction is about to take.
    PERFORM pg_advisory_xact_lock_shared(eventcore_fence_key());

    -- "added" travels in the column "version": an absent stream starts with it, a present one moves by it. The
    -- condition lets a written stream through if it matches, and a stream that was only read if it does not. Rows that
    -- it stops are locked all the same.
    WITH named AS MATERIALIZED (
        SELECT n.stream_id, n.expected, n.added, n.nr
        FROM unnest(stream_ids, expected, added) WITH ORDINALITY AS n (stream_id, expected, added, nr)
    ), moved AS (
        INSERT INTO event_streams AS s (stream_id, version)
        SELECT n.stream_id, n.added FROM named n ORDER BY n.nr
        ON CONFLICT ON CONSTRAINT event_streams_pkey DO UPDATE
            SET version = s.version + excluded.version,
                updated_at = CASE WHEN excluded.version > 0 THEN excluded.updated_at ELSE s.updated_at END
            WHERE ((s.stream_id, s.version) IN (SELECT n.stream_id, n.expected FROM named n)) = (excluded.version > 0)
               OR (excluded.version > 0 AND s.stream_id IN (SELECT n.stream_id FROM named n WHERE n.expected < 0))
        RETURNING s.stream_id, s.version
    )
    SELECT array_agg(coalesce(m.version, CASE WHEN n.added = 0 THEN n.expected END) ORDER BY n.nr),
           array_agg(n.nr::integer ORDER BY n.nr) FILTER (WHERE
               CASE
                   WHEN n.added = 0 THEN m.version <> n.expected
                   WHEN n.expected < 0 THEN false
                   ELSE m.version IS DISTINCT FROM n.expected + n.added
               END)
    INTO versions, conflicts
    FROM named n LEFT JOIN moved m ON m.stream_id = n.stream_id;

    IF conflicts IS NOT NULL THEN
        SELECT array_agg(DISTINCT u.request) INTO refused
        FROM unnest(use_request, use_stream) AS u (request, stream)
        WHERE u.stream = ANY (conflicts);

        -- Undo what a refused request moved, and learn the versions that were in its way: a stream that it moved, or
        -- created, goes back (version >= 0); one that did not match is only looked at (version -1).
        WITH undone AS (
            SELECT DISTINCT ON (u.stream) u.stream,
                   CASE
                       WHEN u.stream <> ALL (conflicts) THEN versions[u.stream] - added[u.stream]
                       WHEN added[u.stream] > 0 AND versions[u.stream] IS NOT NULL THEN 0
                       ELSE -1
                   END AS version
            FROM unnest(use_request, use_stream) AS u (request, stream)
            WHERE u.request = ANY (refused) AND (added[u.stream] > 0 OR u.stream = ANY (conflicts))
            ORDER BY u.stream
        ), corrected AS (
            INSERT INTO event_streams AS s (stream_id, version)
            SELECT stream_ids[u.stream], u.version FROM undone u ORDER BY u.stream
            ON CONFLICT ON CONSTRAINT event_streams_pkey DO UPDATE
                SET version = CASE WHEN excluded.version < 0 THEN s.version ELSE excluded.version END
            RETURNING s.stream_id, s.version
        )
        SELECT array_agg(coalesce(c.version, versions[n.nr]) ORDER BY n.nr) INTO versions
        FROM unnest(stream_ids) WITH ORDINALITY AS n (stream_id, nr)
        LEFT JOIN corrected c ON c.stream_id = n.stream_id;
    END IF;

    WITH stored AS (
        INSERT INTO events (event_id, stream_id, stream_version, event_type, event_version, event_data, metadata)
        SELECT e.id::uuid, stream_ids[e.stream], versions[e.stream] - added[e.stream] + e.nth,
               e.type, e.version, e.data::jsonb, e.metadata::jsonb
        FROM unnest(event_request, event_stream, event_nth, event_id, event_type, event_version, event_data, metadata)
             WITH ORDINALITY AS e (request, stream, nth, id, type, version, data, metadata, nr)
        WHERE refused IS NULL OR e.request <> ALL (refused)
        ORDER BY e.nr
        RETURNING position
    )
    SELECT array_agg(s.position ORDER BY s.position) INTO positions FROM stored s;
END
$$;
