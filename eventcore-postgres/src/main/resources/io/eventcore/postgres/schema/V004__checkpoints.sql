-- How far each projection has come.
CREATE TABLE projection_checkpoints (
    projection text COLLATE "C" PRIMARY KEY,
    "position" bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
