package io.eventcore.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** What PostgreSQL's catalog says of a schema, a line for each column, constraint, index, trigger and function. */
final class Catalog {

    private static final String LINES = """
            WITH tables AS (
                SELECT c.oid, c.relname AS name, c.reloptions
                FROM pg_class c WHERE c.relnamespace = to_regnamespace(?) AND c.relkind = 'r'
            )
            SELECT format('table %s: options %s', t.name, t.reloptions) FROM tables t
            UNION ALL
            SELECT format('table %s: column %s %s%s%s%s%s', t.name, a.attname, format_type(a.atttypid, a.atttypmod),
                          ' collate ' || (SELECT l.collname FROM pg_collation l WHERE l.oid = a.attcollation),
                          CASE WHEN a.attnotnull THEN ' not null' END, ' identity ' || nullif(a.attidentity::text, ''),
                          ' default ' || pg_get_expr(d.adbin, d.adrelid))
            FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
            UNION ALL
            SELECT format('table %s: constraint %s %s', t.name, k.conname, pg_get_constraintdef(k.oid))
            FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype NOT IN ('n', 't')
            UNION ALL
            SELECT format('table %s: index %s', t.name, pg_get_indexdef(i.indexrelid))
            FROM tables t JOIN pg_index i ON i.indrelid = t.oid
            UNION ALL
            SELECT format('table %s: trigger %s enabled %s', t.name, pg_get_triggerdef(g.oid), g.tgenabled)
            FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
            UNION ALL
            SELECT format('function %s', pg_get_functiondef(p.oid))
            FROM pg_proc p WHERE p.pronamespace = to_regnamespace(?)""";

    private Catalog() {}

    /** All lines of a schema, without its name. */
    static Set<String> of(String url, String schema) throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(LINES)) {
            statement.setString(1, schema);
            statement.setString(2, schema);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    lines.add(result.getString(1).replace(schema + ".", ""));
                }
            }
        }
        return lines;
    }
}
