package org.hotcut.shell.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BundleReportTest {
    @Test
    void saysWhatIsBehindItAll() {
        assertEquals("java.lang.NumberFormatException: For input string: \"abc\"", BundleReport.reason("java.lang.reflect.InvocationTargetException\n\tat a.b\n"
            + "Caused by: org.osgi.service.component.ComponentException: abc\n\tat c.d\nCaused by: java.lang.NumberFormatException: For input string: \"abc\"\n\t... 51 more\n"));
        assertEquals("java.io.IOException: no", BundleReport.reason("java.io.IOException: no\n\tat a.b"));
        assertEquals("the log says why", BundleReport.reason(null));
    }
}
