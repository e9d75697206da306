-- Snapshots: what the first events of a stream lead to by a fold, for commands on streams that nobody remembers. They can be
-- deleted at any time. Each version of a fold has its own, so that processes with an older and a newer version of the code
-- run side by side.
--
--   version, position, event_id   those of the last event that the state rests on
CREATE TABLE stream_snapshots (
    stream_id    text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    fold_version integer NOT NULL,
    version      bigint NOT NULL,
    position     bigint NOT NULL,
    event_id     uuid NOT NULL,
    state        jsonb NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream_id, name, fold_version)
) WITH (fillfactor = 80);

INSERT INTO eventcore_schema (version, file) VALUES (11, 'V011__snapshots.sql') ON CONFLICT (version) DO NOTHING;
