package org.counterpoint.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.counterpoint.testing.BrowserCheck;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report in a real browser: what {@code scripts/browser-check} clicks, types and looks at. */
@Tag("slow")
class ReportInBrowserTest {
    @TempDir
    Path folder;

    @Test
    void aReaderMeetsNoFault() throws Exception {
        Path page = folder.resolve("report.html");
        ReportPage.write(ExampleReport.make(30), page);
        BrowserCheck check = BrowserCheck.run("browser-check", page.toString(), folder.resolve("log"));
        assumeTrue(check.lacking() == null, "skipped: " + check.lacking());
        assertThat(check.fault()).isNull();
    }
}
