package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.eventcore.InvalidEventException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadConstraints;

/** Keys are as PostgreSQL's {@code jsonb} has them: each once, and in its order. */
class StoredKeysTest {

    private static final String SECRET = "4111";

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Open.class, name = "open"))
    interface Kinded {}

    static final class Open implements Kinded {
        private final Map<String, String> more = new HashMap<>();

        @JsonAnyGetter
        public Map<String, String> more() {
            return more;
        }

        @JsonAnySetter
        public void put(String key, String value) {
            more.put(key, value);
        }
    }

    record Opened(Kinded kinded) {}

    @Test
    void aKeyThatIsThereTwiceIsRefused() {
        Open open = new Open();
        open.put("kind", SECRET);

        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> codec.encode(new Opened(open)))
                .withMessageContaining("a key twice")
                .withMessageContaining("component 'kinded")
                .withMessageNotContaining(SECRET);
    }

    record Ordered(LinkedHashMap<String, Integer> all) {}

    @Test
    void keysComeInTheOrderOfTheDatabase() {
        LinkedHashMap<String, Integer> all = new LinkedHashMap<>();
        int number = 0;
        for (String key : List.of("zzz", "\u00e4", "bb", "b", "aa", "\uFFFD", "\uD83D\uDE00", "a\"b", "", "\uFFFE")) {
            all.put(key, number++);
        }

        Ordered read = codec.decode(codec.encode(new Ordered(all)), Ordered.class);

        assertThat(read.all).isEqualTo(all);
        assertThat(read.all.keySet())
                .containsExactly("", "b", "aa", "bb", "\u00e4", "a\"b", "zzz", "\uFFFD", "\uFFFE", "\uD83D\uDE00");
    }

    @Test
    void blanksDoNotHideKeys() throws StoredJson.UnstorableException {
        String json = "{ \"bb\" : [ 1 , { \"y\" : -0.0 , \"x\" : \"a,b\" } ] ,\n \"a\" : { } , \"c\" : 1e2 }";

        String stored = StoredJson.of(json, StreamReadConstraints.defaults());

        assertThat(stored.replaceAll("\\s", "")).isEqualTo("{\"a\":{},\"c\":100,\"bb\":[1,{\"x\":\"a,b\",\"y\":0.0}]}");
    }
}
