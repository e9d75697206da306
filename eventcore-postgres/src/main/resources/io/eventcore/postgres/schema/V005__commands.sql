-- Commands whose caller gave them an id, with their first results, so that each is carried out at most once. A row may be
-- deleted when its command will not be sent again; from then on the id is as good as new.
--
--   stream_ids, versions   the streams that were written, and the versions that they had afterwards
--   position               of the last event; of a command without events, of the last event that it had read

CREATE TABLE executed_commands (
    command_id  uuid PRIMARY KEY,
    event_ids   uuid[] NOT NULL,
    stream_ids  text[] NOT NULL,
    versions    bigint[] NOT NULL,
    "position"  bigint NOT NULL,
    executed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX executed_commands_executed_at_idx ON executed_commands USING brin (executed_at);

-- Appends as eventcore_append does, and records the commands among the requests that were not refused. An id that is
-- recorded already, or comes twice in one call, violates the primary key, and the whole call is undone. That is how a
-- repetition is found: no snapshot could show what another transaction is just about to commit, but the key makes this one
-- wait for it.
--
--   command_request, command_id   which request has which command id; only requests that have one
--   command_read_up_to            the position to record if the request has no events
--
-- Ids are inserted in order, so that two calls never wait for each other in a circle.

CREATE FUNCTION eventcore_append_once(
    stream_ids         text[],
    expected           bigint[],
    added              bigint[],
    use_request        integer[],
    use_stream         integer[],
    event_request      integer[],
    event_stream       integer[],
    event_nth          integer[],
    event_id           text[],
    event_type         text[],
    event_version      integer[],
    event_data         text[],
    metadata           text[],
    command_request    integer[],
    command_id         text[],
    command_read_up_to bigint[],
    OUT versions       bigint[],
    OUT conflicts      integer[],
    OUT positions      bigint[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    refused integer[];
BEGIN
    SELECT a.versions, a.conflicts, a.positions INTO versions, conflicts, positions
    FROM eventcore_append(stream_ids, expected, added, use_request, use_stream, event_request, event_stream, event_nth,
                          event_id, event_type, event_version, event_data, metadata) AS a;

    SELECT array_agg(DISTINCT u.request) INTO refused
    FROM unnest(use_request, use_stream) AS u (request, stream)
    WHERE u.stream = ANY (conflicts);

    -- Positions are those of the events that were stored, in order.
    WITH stored AS (
        SELECT e.request, e.id, e.nr, positions[(row_number() OVER (ORDER BY e.nr))::integer] AS position
        FROM unnest(event_request, event_id) WITH ORDINALITY AS e (request, id, nr)
        WHERE refused IS NULL OR e.request <> ALL (refused)
    ), told AS (
        SELECT s.request, array_agg(s.id::uuid ORDER BY s.nr) AS event_ids, max(s.position) AS position
        FROM stored s
        GROUP BY s.request
    ), moved AS (
        SELECT u.request,
               array_agg(stream_ids[u.stream] ORDER BY u.stream) AS stream_ids,
               array_agg(versions[u.stream] ORDER BY u.stream) AS versions
        FROM unnest(use_request, use_stream) AS u (request, stream)
        WHERE added[u.stream] > 0
        GROUP BY u.request
    )
    INSERT INTO executed_commands (command_id, event_ids, stream_ids, versions, "position")
    SELECT c.id::uuid, coalesce(t.event_ids, '{}'), coalesce(m.stream_ids, '{}'), coalesce(m.versions, '{}'),
           coalesce(t.position, c.read_up_to)
    FROM unnest(command_request, command_id, command_read_up_to) AS c (request, id, read_up_to)
    LEFT JOIN told t ON t.request = c.request
    LEFT JOIN moved m ON m.request = c.request
    WHERE refused IS NULL OR c.request <> ALL (refused)
    ORDER BY c.id::uuid;
END
$$;
