-- The append with less work for the server. Arguments and answers are those of V002; the text there explains them, and
-- what holds there about snapshots, locks and order holds here.

-- The same number as before, now an expression that PostgreSQL puts in the place of the call. A new sequence has no last
-- value.
CREATE OR REPLACE FUNCTION eventcore_fence_key() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT (('events_position_seq'::regclass::oid::bigint & 32767) << 48)
           | coalesce(pg_sequence_last_value('events_position_seq'::regclass), 0)
$$;

-- Removes the rows at these places, if they are of streams without events. It has the rights of its owner, so that the
-- application's role needs none to delete streams.
CREATE FUNCTION eventcore_forget_absent(places tid[]) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
    DELETE FROM event_streams s WHERE s.ctid = ANY (places) AND s.version = 0
$$;

CREATE OR REPLACE FUNCTION eventcore_append(
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
    fence   bigint := eventcore_fence_key();
    refused integer[];
    moved   text[];
    fits    boolean;
    absent  tid[];
    undone  tid[];
BEGIN
    -- The fence: whoever reads the feed stays below the positions that this transaction is about to take, all by the INSERT
    -- into events. Fences do not exclude each other; where somebody else holds that key, a lower one does as well.
    WHILE NOT pg_try_advisory_xact_lock_shared(fence) LOOP
        IF fence & ((1::bigint << 48) - 1) = 0 THEN
            PERFORM pg_advisory_xact_lock_shared(fence);
            EXIT;
        END IF;
        fence := fence - 1;
    END LOOP;

    -- "added" travels in the column "version": an absent stream starts with it, a present one moves by it. A stream that
    -- is written moves in any case, and the version that comes back tells where it was; what moved wrongly is put back
    -- below. A stream that was only read (added: 0) is locked, and comes back only if it does not match or was absent.
    WITH changed AS (
        INSERT INTO event_streams AS s (stream_id, version)
        SELECT n.stream_id, n.added
        FROM unnest(stream_ids, added) WITH ORDINALITY AS n (stream_id, added, nr)
        ORDER BY n.nr
        ON CONFLICT ON CONSTRAINT event_streams_pkey DO UPDATE
            SET version = s.version + excluded.version,
                updated_at = CASE WHEN excluded.version > 0 THEN excluded.updated_at ELSE s.updated_at END
            WHERE excluded.version > 0
               OR (s.stream_id, s.version) NOT IN (
                      SELECT n.stream_id, n.expected FROM unnest(stream_ids, expected) AS n (stream_id, expected))
        RETURNING s.stream_id, s.version, s.ctid
    )
    SELECT array_agg(c.stream_id), array_agg(c.version), array_agg(c.ctid) FILTER (WHERE c.version = 0)
    INTO moved, versions, absent
    FROM changed c;

    -- Mostly every stream comes back, in the order of the call, where it should be. Then there is nothing to sort out.
    fits := moved IS NOT DISTINCT FROM stream_ids;
    IF fits THEN
        FOR i IN 1 .. cardinality(stream_ids) LOOP
            IF versions[i] <> expected[i] + added[i] AND NOT (expected[i] < 0 AND added[i] > 0) THEN
                fits := false;
                EXIT;
            END IF;
        END LOOP;
    END IF;

    IF NOT fits THEN
        SELECT array_agg(coalesce(m.version, n.expected) ORDER BY n.nr),
               array_agg(n.nr::integer ORDER BY n.nr) FILTER (WHERE
                   m.version <> n.expected + n.added AND NOT (n.expected < 0 AND n.added > 0))
        INTO versions, conflicts
        FROM unnest(stream_ids, expected, added) WITH ORDINALITY AS n (stream_id, expected, added, nr)
        LEFT JOIN unnest(moved, versions) AS m (stream_id, version) ON m.stream_id = n.stream_id;
    END IF;

    IF conflicts IS NOT NULL THEN
        SELECT array_agg(DISTINCT u.request) INTO refused
        FROM unnest(use_request, use_stream) AS u (request, stream)
        WHERE u.stream = ANY (conflicts);

        -- Put back what refused requests moved: all that they write. No other request names these streams.
        WITH put_back AS (
            INSERT INTO event_streams AS s (stream_id, version)
            SELECT stream_ids[u.stream], versions[u.stream] - added[u.stream]
            FROM unnest(use_request, use_stream) AS u (request, stream)
            WHERE u.request = ANY (refused) AND added[u.stream] > 0
            ORDER BY u.stream
            ON CONFLICT ON CONSTRAINT event_streams_pkey DO UPDATE SET version = excluded.version
            RETURNING s.stream_id, s.version, s.ctid
        )
        SELECT array_agg(coalesce(c.version, versions[n.nr]) ORDER BY n.nr),
               array_agg(c.ctid) FILTER (WHERE c.version = 0)
        INTO versions, undone
        FROM unnest(stream_ids) WITH ORDINALITY AS n (stream_id, nr)
        LEFT JOIN put_back c ON c.stream_id = n.stream_id;
    END IF;

    -- A stream without events needs no row, only a lock until the commit, and the row of this transaction is one also when
    -- it is deleted: whoever inserts the same name waits for the transaction, and then finds nothing. The rows are found by
    -- their place. They were written by this transaction, so that is no read by snapshot that another could invalidate.
    IF absent IS NOT NULL OR undone IS NOT NULL THEN
        PERFORM eventcore_forget_absent(absent || undone);
    END IF;

    -- Elements are taken out of the arrays by number: unnest of eight arrays writes each of them to a store of its own.
    WITH stored AS (
        INSERT INTO events (event_id, stream_id, stream_version, event_type, event_version, event_data, metadata)
        SELECT event_id[e.nr]::uuid, stream_ids[e.stream], versions[e.stream] - added[e.stream] + event_nth[e.nr],
               event_type[e.nr], event_version[e.nr], event_data[e.nr]::jsonb, metadata[e.nr]::jsonb
        FROM unnest(event_stream) WITH ORDINALITY AS e (stream, nr)
        WHERE refused IS NULL OR event_request[e.nr] <> ALL (refused)
        ORDER BY e.nr
        RETURNING position
    )
    SELECT array_agg(s.position ORDER BY s.position) INTO positions FROM stored s;
END
$$;

INSERT INTO eventcore_schema (version, file) VALUES (7, 'V007__cheaper_append.sql') ON CONFLICT (version) DO NOTHING;
