-- Names inside the functions mean the tables of their own schema, whatever the caller's search path is: a temporary table
-- of the same name, or one in a schema that comes first, does not take their place. pg_temp is named last, for a search path
-- that does not name it begins with it.
--
-- Two functions keep the caller's path: a fixed one would keep PostgreSQL from putting their text in the place of the call.
-- eventcore_fence_key is called inside of eventcore_append only, which has fixed it; eventcore_segment names everything by
-- its schema.
--
-- A later file that replaces a function repeats this block. So does whoever renames the schema.
DO $$
DECLARE
    function_name regprocedure;
BEGIN
    FOR function_name IN
        SELECT p.oid::regprocedure
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = pg_catalog.to_regnamespace(pg_catalog.quote_ident(current_schema()))
          AND p.proname LIKE 'eventcore\_%'
          AND p.proname NOT IN ('eventcore_fence_key', 'eventcore_segment')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', function_name, current_schema());
    END LOOP;
END
$$;

INSERT INTO eventcore_schema (version, file) VALUES (12, 'V012__fixed_search_path.sql') ON CONFLICT (version) DO NOTHING;
