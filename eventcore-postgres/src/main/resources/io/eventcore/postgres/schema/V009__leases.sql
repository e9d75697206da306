-- Leases on the segments of projections, with fencing tokens: whoever gets a segment next gets a higher token, and a
-- checkpoint moves only for the token that opened it last.

-- The last event up to a position, which must be settled; nothing if there is none.
CREATE FUNCTION eventcore_event_before(at_position bigint, OUT event_position bigint, OUT event_id uuid)
LANGUAGE sql STABLE AS $$
    SELECT e."position", e.event_id FROM events e WHERE e."position" <= at_position ORDER BY e."position" DESC LIMIT 1
$$;

-- Divides a version anew: so many free segments, all at one position, with new tokens, so that no earlier lease is good for
-- anything. The caller holds the row of the version, and those of its checkpoints.
CREATE FUNCTION eventcore_divide(of_projection text, of_version integer, into_segments integer, at_position bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    rests_at bigint;
    rests_on uuid;
    highest  bigint;
BEGIN
    -- What a checkpoint rests on stays: dividing does not make a log its own that has lost it.
    SELECT c.event_position, c.event_id INTO rests_at, rests_on
    FROM projection_checkpoints c
    WHERE c.projection = of_projection AND c.version = of_version AND c."position" = at_position AND c.event_id IS NOT NULL
    LIMIT 1;
    IF NOT FOUND THEN
        SELECT b.event_position, b.event_id INTO rests_at, rests_on FROM eventcore_event_before(at_position) b;
    END IF;

    SELECT coalesce(max(l.token), 0) INTO highest
    FROM projection_leases l
    WHERE l.projection = of_projection AND l.version = of_version;
    DELETE FROM projection_leases l WHERE l.projection = of_projection AND l.version = of_version;
    DELETE FROM projection_checkpoints c WHERE c.projection = of_projection AND c.version = of_version;

    WITH fresh AS (
        INSERT INTO projection_leases (projection, version, segment, token)
        SELECT of_projection, of_version, s.segment, greatest(nextval('projection_tokens_seq'), highest + 1)
        FROM generate_series(0, into_segments - 1) AS s (segment)
        RETURNING segment, token
    )
    INSERT INTO projection_checkpoints
        (projection, version, segment, "position", token, updated_at, event_position, event_id)
    SELECT of_projection, of_version, f.segment, at_position, f.token, clock_timestamp(), rests_at, rests_on
    FROM fresh f;

    UPDATE projections p
    SET segments = into_segments, barrier = NULL, next_segments = NULL
    WHERE p.projection = of_projection AND p.version = of_version;
END
$$;

-- Ends a change of the number of segments, if all segments have come to where it happens, and nobody is at work on one of
-- them just now. Waits for nobody: the next caller looks again.
CREATE FUNCTION eventcore_end_repartition(of_projection text, of_version integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    version_row projections;
BEGIN
    SELECT p.* INTO version_row
    FROM projections p
    WHERE p.projection = of_projection AND p.version = of_version AND p.barrier IS NOT NULL
    FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF (SELECT count(*) FROM (
            SELECT FROM projection_checkpoints c
            WHERE c.projection = of_projection AND c.version = of_version AND c."position" = version_row.barrier
            FOR UPDATE SKIP LOCKED
        ) AS there) < version_row.segments
        OR (SELECT count(*) FROM (
            SELECT FROM projection_leases l
            WHERE l.projection = of_projection AND l.version = of_version
            FOR UPDATE SKIP LOCKED
        ) AS free) < version_row.segments
    THEN
        RETURN false;
    END IF;

    PERFORM eventcore_divide(of_projection, of_version, version_row.next_segments, version_row.barrier);
    RETURN true;
END
$$;

-- Says that an instance is alive, renews its leases, and gives it free segments up to its share. Returns no number of
-- segments if the version is not known.
--
-- Waits for no transaction in which a checkpoint moves or a segment is opened: it takes no lock on those rows, or skips
-- them, and the row of the version is read without a lock. Where it waits for rows of leases, it takes them in order.
CREATE FUNCTION eventcore_lease(
    of_projection       text,
    of_version          integer,
    of_instance         text,
    duration            interval,
    OUT segments        integer,
    OUT held            integer[],
    OUT tokens          bigint[],
    OUT until           bigint,
    OUT share           integer,
    OUT active_version  integer,
    OUT active_position bigint,
    OUT letters_due     boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    alive   integer;
    earlier integer;
    renewed integer;
BEGIN
    SELECT p.segments, p.barrier INTO segments, until
    FROM projections p
    WHERE p.projection = of_projection AND p.version = of_version;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO projection_instances (projection, version, instance, seen_until, seen_for)
    VALUES (of_projection, of_version, of_instance, clock_timestamp() + duration, duration)
    ON CONFLICT ON CONSTRAINT projection_instances_pkey DO UPDATE
        SET seen_until = excluded.seen_until, seen_for = excluded.seen_for;

    -- An instance that is alive for longer than it said was written down before the clock went back; if it lives, it says
    -- so again. Two instances that hold each other for dead must not wait for each other.
    WITH dead AS MATERIALIZED (
        SELECT i.instance
        FROM projection_instances i
        WHERE i.projection = of_projection AND i.version = of_version AND i.instance <> of_instance
          AND (i.seen_until <= clock_timestamp()
               OR i.seen_until > clock_timestamp() + coalesce(i.seen_for, duration))
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM projection_instances i
    USING dead d
    WHERE i.projection = of_projection AND i.version = of_version AND i.instance = d.instance;

    -- Also a lease that has run out, as long as nobody else has taken it.
    WITH mine AS MATERIALIZED (
        SELECT l.segment
        FROM projection_leases l
        WHERE l.projection = of_projection AND l.version = of_version AND l.owner = of_instance
        ORDER BY l.segment
        FOR UPDATE
    )
    UPDATE projection_leases l
    SET leased_until = clock_timestamp() + duration, leased_for = duration
    FROM mine m
    WHERE l.projection = of_projection AND l.version = of_version AND l.segment = m.segment;
    GET DIAGNOSTICS renewed = ROW_COUNT;

    -- A lease that ends later than it lasts was given before the clock went back. Its owner may live, so it has as long as
    -- any lease from now on.
    WITH ahead AS MATERIALIZED (
        SELECT l.segment
        FROM projection_leases l
        WHERE l.projection = of_projection AND l.version = of_version
          AND l.leased_until > clock_timestamp() + coalesce(l.leased_for, duration)
        ORDER BY l.segment
        FOR UPDATE SKIP LOCKED
    )
    UPDATE projection_leases l
    SET leased_until = clock_timestamp() + coalesce(l.leased_for, duration)
    FROM ahead a
    WHERE l.projection = of_projection AND l.version = of_version AND l.segment = a.segment;

    IF until IS NOT NULL AND eventcore_end_repartition(of_projection, of_version) THEN
        SELECT p.segments INTO segments
        FROM projections p
        WHERE p.projection = of_projection AND p.version = of_version;
        renewed := 0;
    END IF;

    -- The first instances by name get what is left over.
    SELECT count(*), count(*) FILTER (WHERE i.instance < of_instance) INTO alive, earlier
    FROM projection_instances i
    WHERE i.projection = of_projection AND i.version = of_version
      AND (i.seen_until > clock_timestamp() OR i.instance = of_instance);
    share := segments / alive + CASE WHEN earlier < segments % alive THEN 1 ELSE 0 END;

    -- A token is higher than those before it also if somebody has set the sequence back, or lets sessions cache its numbers.
    WITH free AS MATERIALIZED (
        SELECT l.segment
        FROM projection_leases l
        WHERE share > renewed
          AND l.projection = of_projection AND l.version = of_version
          AND l.owner IS DISTINCT FROM of_instance
          AND (l.owner IS NULL OR l.leased_until <= clock_timestamp())
        ORDER BY l.segment
        LIMIT greatest(share - renewed, 0)
        FOR UPDATE SKIP LOCKED
    )
    UPDATE projection_leases l
    SET owner = of_instance, token = greatest(nextval('projection_tokens_seq'), l.token + 1), leased_until = clock_timestamp() + duration,
        leased_for = duration
    FROM free f
    WHERE l.projection = of_projection AND l.version = of_version AND l.segment = f.segment;

    -- A renewal that a crash of the server undoes has ended early, and the next holder gets a new token: no need to wait for
    -- the disk, every second, in each instance. A new token is durable before anybody uses it.
    IF NOT FOUND THEN
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;

    SELECT coalesce(array_agg(l.segment ORDER BY l.segment), '{}'), coalesce(array_agg(l.token ORDER BY l.segment), '{}')
    INTO held, tokens
    FROM projection_leases l
    WHERE l.projection = of_projection AND l.version = of_version AND l.owner = of_instance;

    -- Read after the leases were taken: they may have become free by a change that was committed just before.
    SELECT p.segments, p.barrier INTO segments, until
    FROM projections p
    WHERE p.projection = of_projection AND p.version = of_version;
    SELECT a.version, max(c."position") INTO active_version, active_position
    FROM projections a
    JOIN projection_checkpoints c ON c.projection = a.projection AND c.version = a.version
    WHERE a.projection = of_projection AND a.active
    GROUP BY a.version;
    share := segments / alive + CASE WHEN earlier < segments % alive THEN 1 ELSE 0 END;

    letters_due := EXISTS (
        SELECT FROM eventcore_due_streams(of_projection, of_version) AS s (stream_id)
        WHERE eventcore_segment(s.stream_id, segments) = ANY (held));
END
$$;

-- Ends what a projection has done in a transaction. Fails if the transaction is aborted, or if it is not the one that was
-- begun: something has committed it or rolled it back, and what happens now belongs to another one. Undoes what would
-- outlive the transaction in the session, where PostgreSQL gives it to the next borrower of the connection.
CREATE FUNCTION eventcore_end_work(begun text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF pg_current_xact_id_if_assigned()::text IS DISTINCT FROM begun THEN
        RAISE EXCEPTION 'Transaction % was ended by something else than EventCore.', begun USING ERRCODE = 'EC001';
    END IF;
    IF current_setting('transaction_read_only')::boolean THEN
        RAISE EXCEPTION 'Transaction % was made read-only by its own work.', begun USING ERRCODE = 'EC002';
    END IF;
    PERFORM pg_advisory_unlock_all();
    UNLISTEN *;
    DISCARD TEMP;
END
$$;

-- Moves a checkpoint, as the last thing that its transaction does. The transaction has locked the row at its beginning, and
-- looked at the lease and the position then.
CREATE FUNCTION eventcore_move_checkpoint(
    of_projection text,
    of_version    integer,
    of_segment    integer,
    of_token      bigint,
    from_position bigint,
    to_position   bigint,
    begun         text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM eventcore_end_work(begun);
    UPDATE projection_checkpoints c
    SET "position" = to_position, updated_at = clock_timestamp(),
        event_position = b.event_position, event_id = b.event_id
    FROM eventcore_event_before(to_position) b
    WHERE c.projection = of_projection AND c.version = of_version AND c.segment = of_segment
      AND c.token = of_token AND c."position" = from_position;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The work of a projection has changed its own checkpoint.' USING ERRCODE = 'EC003';
    END IF;
END
$$;

INSERT INTO eventcore_schema (version, file) VALUES (9, 'V009__leases.sql') ON CONFLICT (version) DO NOTHING;
