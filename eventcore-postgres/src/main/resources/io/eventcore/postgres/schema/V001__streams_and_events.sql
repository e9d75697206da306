-- Streams and events. Every name is unqualified: it lands in the first schema of the search path.

CREATE TABLE event_streams (
    stream_id  text COLLATE "C" PRIMARY KEY CHECK (char_length(stream_id) <= 255),
    version    bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

CREATE TABLE events (
    position       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    event_id       uuid PRIMARY KEY,
    stream_id      text COLLATE "C" NOT NULL,
    stream_version bigint NOT NULL,
    event_type     text COLLATE "C" NOT NULL,
    event_version  integer NOT NULL DEFAULT 1,
    event_data     jsonb NOT NULL,
    metadata       jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (stream_id, stream_version)
);

CREATE INDEX events_created_at_idx ON events USING brin (created_at);

-- Events never change. A statement trigger costs an append nothing.
CREATE FUNCTION eventcore_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Events are immutable: % on table % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Append an event that corrects the earlier one.';
END
$$;

CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION eventcore_refuse_change();
