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
--   command_request, command_id      which request has which command id; only requests that have one. What the call knows as
--                                    one request may be a unit of several commands, each with events, versions, a position
--                                    and a result of its own.
--   command_read_up_to               the lowest position to record, if the command has no events
--   command_events_before, _events   how many events of the call come before those of the command, and how many it has
--   command_last_event               its last event; without any, the last one before it in its unit, 0 if there is none
--   command_writes_before, _writes   which part of the following two is of the command
--   write_stream, write_reached      a stream that is written, and how many events it gets up to and with the command
--
-- Ids are inserted in order, so that two calls never wait for each other in a circle.

CREATE FUNCTION eventcore_append_once(
    stream_ids            text[],
    expected              bigint[],
    added                 bigint[],
    use_request           integer[],
    use_stream            integer[],
    event_request         integer[],
    event_stream          integer[],
    event_nth             integer[],
    event_id              text[],
    event_type            text[],
    event_version         integer[],
    event_data            text[],
    metadata              text[],
    command_request       integer[],
    command_id            text[],
    command_read_up_to    bigint[],
    command_events_before integer[],
    command_events        integer[],
    command_last_event    integer[],
    command_writes_before integer[],
    command_writes        integer[],
    write_stream          integer[],
    write_reached         bigint[],
    OUT versions          bigint[],
    OUT conflicts         integer[],
    OUT positions         bigint[]
) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    refused        integer[];
    event_position bigint[];
    written        text[];
    reached        bigint[];
BEGIN
    SELECT a.versions, a.conflicts, a.positions INTO versions, conflicts, positions
    FROM eventcore_append(stream_ids, expected, added, use_request, use_stream, event_request, event_stream, event_nth,
                          event_id, event_type, event_version, event_data, metadata) AS a;

    SELECT array_agg(DISTINCT u.request) INTO refused
    FROM unnest(use_request, use_stream) AS u (request, stream)
    WHERE u.stream = ANY (conflicts);

    -- Positions are those of the events that were stored, in order; here each event gets its own, a refused one 0.
    IF refused IS NULL THEN
        event_position := positions;
    ELSE
        SELECT array_agg(CASE WHEN e.stored THEN positions[e.nth] ELSE 0 END ORDER BY e.nr) INTO event_position
        FROM (
            SELECT e.nr, e.request <> ALL (refused) AS stored,
                   (count(*) FILTER (WHERE e.request <> ALL (refused)) OVER (ORDER BY e.nr))::integer AS nth
            FROM unnest(event_request) WITH ORDINALITY AS e (request, nr)
        ) AS e;
    END IF;

    SELECT array_agg(stream_ids[w.stream] ORDER BY w.nr),
           array_agg(versions[w.stream] - added[w.stream] + w.reached ORDER BY w.nr)
    INTO written, reached
    FROM unnest(write_stream, write_reached) WITH ORDINALITY AS w (stream, reached, nr);

    -- Parts of arrays rather than joins: each of those would be a loop over all commands for each command.
    INSERT INTO executed_commands (command_id, event_ids, stream_ids, versions, "position")
    SELECT c.id::uuid,
           coalesce(event_id[c.events_before + 1 : c.events_before + c.events]::uuid[], '{}'),
           coalesce(written[c.writes_before + 1 : c.writes_before + c.writes], '{}'),
           coalesce(reached[c.writes_before + 1 : c.writes_before + c.writes], '{}'),
           CASE WHEN c.events > 0 THEN event_position[c.last_event]
                ELSE greatest(c.read_up_to, event_position[c.last_event]) END
    FROM unnest(command_request, command_id, command_read_up_to, command_events_before, command_events,
                command_last_event, command_writes_before, command_writes)
             AS c (request, id, read_up_to, events_before, events, last_event, writes_before, writes)
    WHERE refused IS NULL OR c.request <> ALL (refused)
    ORDER BY c.id::uuid;
END
$$;
