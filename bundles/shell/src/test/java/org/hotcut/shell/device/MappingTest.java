package org.hotcut.shell.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
    @Test
    void isWrittenAsIdentityReadsIt() {
        Mapping mapping = Mapping.of(" 00085D1A2B3C ", "sip:alice@Example.org");
        assertEquals("00085D1A2B3C=alice@example.org", mapping.toString());
        assertEquals(mapping, Mapping.stored(mapping.toString()));
        assertTrue(mapping.isSame(Mapping.of("00085d1a2b3c", "alice@example.org")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a,b|alice@example.org", "a=b|alice@example.org", "''|alice@example.org", "phone|alice", "phone|@example.org"})
    void isRefusedWithASentenceWhenIdentityWouldIgnoreIt(String device, String user) {
        assertThrows(IllegalArgumentException.class, () -> Mapping.of(device, user));
    }

    @Test
    void theListIsOneTextWithCommasOrSeveral() {
        List<Mapping> both = List.of(new Mapping("a", "alice@example.org"), new Mapping("b c", "bob@example.org"));
        assertEquals(both, Mappings.read("a=alice@example.org, b c = bob@example.org"));
        assertEquals(both, Mappings.read(new String[] {"a=alice@example.org", "b c=bob@example.org,"}));
        assertEquals(List.of(), Mappings.read(null));
        assertEquals(List.of(), Mappings.read(""));
    }
}
