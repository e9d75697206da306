-- Projections: versions that run side by side, segments that several instances share, and dead letters. All times are the
-- database's own.

-- A checkpoint is kept per version and segment. Its token is that of the lease that moved it last: a lower one moves it no
-- more. What was there becomes version 1, in one segment.
--
--   event_position, event_id   the last event up to the checkpoint when it was moved: if it is not there any more, the log is
--                              another one, and others may have got its position
ALTER TABLE projection_checkpoints
    ADD COLUMN version        integer NOT NULL DEFAULT 1,
    ADD COLUMN segment        integer NOT NULL DEFAULT 0,
    ADD COLUMN token          bigint  NOT NULL DEFAULT 0,
    ADD COLUMN event_position bigint,
    ADD COLUMN event_id       uuid,
    DROP CONSTRAINT projection_checkpoints_pkey,
    ADD CONSTRAINT projection_checkpoints_pkey PRIMARY KEY (projection, version, segment);

-- Checkpoints used to move over numbers that no event got. Nothing that is still to come lies between the last event and them.
UPDATE projection_checkpoints c
SET "position" = least(c."position", coalesce(e."position", 0)), event_position = e."position", event_id = e.event_id
FROM (SELECT NULL) AS always
LEFT JOIN (SELECT l."position", l.event_id FROM events l ORDER BY l."position" DESC LIMIT 1) AS e ON true
WHERE c."position" >= coalesce(e."position", 0);

-- The versions that are known. Whoever changes more than one of a version's rows locks this one before.
--
--   barrier, next_segments   while the number of segments changes: where all segments come to, and how many there are then
--   clear_pending            the read model is to be cleared before anything else is applied
CREATE TABLE projections (
    projection    text COLLATE "C" NOT NULL,
    version       integer NOT NULL,
    segments      integer NOT NULL,
    active        boolean NOT NULL DEFAULT false,
    barrier       bigint,
    next_segments integer,
    clear_pending boolean NOT NULL DEFAULT false,
    registered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    activated_at  timestamptz,
    PRIMARY KEY (projection, version)
);

-- One version at most serves readers.
CREATE UNIQUE INDEX projections_active_idx ON projections (projection) WHERE active;

-- Who may run a segment. Not in the table of the checkpoints, whose rows are locked as long as a batch takes. Tokens come
-- from one sequence, so that also a lease from before a version was removed is never mistaken for one from after it.
CREATE SEQUENCE projection_tokens_seq;

--   leased_for   how long the lease lasts; one that ends later than that from now was given by a clock that went back since
CREATE TABLE projection_leases (
    projection   text COLLATE "C" NOT NULL,
    version      integer NOT NULL,
    segment      integer NOT NULL,
    token        bigint NOT NULL DEFAULT 0,
    owner        text COLLATE "C",
    leased_until timestamptz,
    leased_for   interval,
    activity     text NOT NULL DEFAULT 'IDLE',
    error        text,
    error_at     timestamptz,
    PRIMARY KEY (projection, version, segment)
) WITH (fillfactor = 50);

-- The instances that take part, and until when each counts as alive.
CREATE TABLE projection_instances (
    projection text COLLATE "C" NOT NULL,
    version    integer NOT NULL,
    instance   text COLLATE "C" NOT NULL,
    seen_until timestamptz NOT NULL,
    seen_for   interval,
    PRIMARY KEY (projection, version, instance)
) WITH (fillfactor = 50);

-- Events that a projection has put aside; without an error they only wait for an earlier one of their stream.
CREATE TABLE dead_letters (
    projection     text COLLATE "C" NOT NULL,
    version        integer NOT NULL,
    "position"     bigint NOT NULL,
    event_id       uuid NOT NULL,
    stream_id      text COLLATE "C" NOT NULL,
    stream_version bigint NOT NULL,
    event_type     text COLLATE "C" NOT NULL,
    error          text,
    attempts       integer NOT NULL,
    parked_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    due            boolean NOT NULL DEFAULT false,
    PRIMARY KEY (projection, version, "position")
);

CREATE INDEX dead_letters_stream_idx ON dead_letters (projection, version, stream_id, "position");
CREATE INDEX dead_letters_due_idx ON dead_letters (projection, version, stream_id) WHERE due;

INSERT INTO projections (projection, version, segments, active, registered_at, activated_at)
SELECT c.projection, c.version, 1, true, c.updated_at, c.updated_at FROM projection_checkpoints c;

INSERT INTO projection_leases (projection, version, segment)
SELECT c.projection, c.version, c.segment FROM projection_checkpoints c;

-- The number of the segment in which a stream lies: the first four bytes of the SHA-256 of its name in UTF-8, as an
-- unsigned number, modulo the number of segments. Never change it: it says which checkpoint an event belongs to. It is
-- STABLE because convert_to is: only so it becomes part of the query that calls it, which makes it four times as fast.
CREATE FUNCTION eventcore_segment(stream_id text, segments integer) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT (('x'::pg_catalog.text OPERATOR(pg_catalog.||) pg_catalog.encode(pg_catalog.substr(pg_catalog.sha256(
                pg_catalog.convert_to(stream_id, 'UTF8')), 1, 4), 'hex'))::bit(32)::bigint
            OPERATOR(pg_catalog.%) segments)::integer
$$;

-- The streams of a projection whose dead letters are to be applied again: somebody asked for it, or the first letter only
-- waits, so what it waited for is gone. Goes from stream to stream by the index, however many letters each has.
CREATE FUNCTION eventcore_due_streams(of_projection text, of_version integer) RETURNS SETOF text LANGUAGE sql STABLE
AS $$
    WITH RECURSIVE firsts AS (
        (
            SELECT d.stream_id, d.error
            FROM dead_letters d
            WHERE d.projection = of_projection AND d.version = of_version
            ORDER BY d.stream_id, d."position"
            LIMIT 1
        )
        UNION ALL
        SELECT n.stream_id, n.error
        FROM firsts f
        CROSS JOIN LATERAL (
            SELECT d.stream_id, d.error
            FROM dead_letters d
            WHERE d.projection = of_projection AND d.version = of_version AND d.stream_id > f.stream_id
            ORDER BY d.stream_id, d."position"
            LIMIT 1
        ) n
    )
    SELECT f.stream_id FROM firsts f WHERE f.error IS NULL
    UNION
    SELECT d.stream_id FROM dead_letters d WHERE d.projection = of_projection AND d.version = of_version AND d.due
$$;

INSERT INTO eventcore_schema (version, file) VALUES (8, 'V008__projections.sql') ON CONFLICT (version) DO NOTHING;
