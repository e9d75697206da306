package io.eventcore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.examples.demo.CsvLine.MalformedLine;
import io.eventcore.examples.demo.CsvLine.TransferLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferFileTest {

    @TempDir
    Path directory;

    @Test
    void aLineIsATransferWithItsNumber() throws IOException {
        assertThat(read("from,to,cents,reference\nada,alan,150,rent\n"))
                .containsExactly(new TransferLine(2, "ada", "alan", 150, "rent"));
    }

    @Test
    void theHeaderMayBeMissing() throws IOException {
        assertThat(read("ada,alan,150,rent")).containsExactly(new TransferLine(1, "ada", "alan", 150, "rent"));
    }

    @Test
    void theHeaderMayBeQuotedAndInCapitals() throws IOException {
        assertThat(read("\"From\", TO ,Cents,REFERENCE\nada,alan,150,\n"))
                .containsExactly(new TransferLine(2, "ada", "alan", 150, ""));
    }

    @Test
    void aSecondHeaderIsMalformed() throws IOException {
        assertThat(read("from,to,cents,reference\nfrom,to,cents,reference\n"))
                .containsExactly(
                        new MalformedLine(2, "cents is not a whole number: 'cents'", "from,to,cents,reference"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyKindOfLineEndingWillDo(String end) throws IOException {
        assertThat(read(String.join(end, "from,to,cents,reference", "ada,alan,1,a", "alan,ada,2,b")))
                .containsExactly(
                        new TransferLine(2, "ada", "alan", 1, "a"), new TransferLine(3, "alan", "ada", 2, "b"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        assertThat(read("\uFEFFfrom,to,cents,reference\nada,alan,1,a\n")).hasSize(1);
        assertThat(read("\uFEFFada,alan,1,a\n")).containsExactly(new TransferLine(1, "ada", "alan", 1, "a"));
    }

    @Test
    void emptyLinesAreCountedButNotReported() throws IOException {
        assertThat(read("\n  \nfrom,to,cents,reference\n\nada,alan,1,a\n\n"))
                .containsExactly(new TransferLine(5, "ada", "alan", 1, "a"));
    }

    @Test
    void quotedFieldsHoldCommasAndQuotes() throws IOException {
        assertThat(read("\"ada, countess\",alan,1,\"\"\"tea\"\", with milk\"\n"))
                .containsExactly(new TransferLine(1, "ada, countess", "alan", 1, "\"tea\", with milk"));
    }

    @Test
    void spacesAroundAFieldDoNotCount() throws IOException {
        assertThat(read(" ada , alan , 1 , a \n")).containsExactly(new TransferLine(1, "ada", "alan", 1, "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "ada,alan,1|it has 3 columns; expected are 4: from, to, cents, reference",
                "ada,alan,1,a,b|it has 5 columns; expected are 4: from, to, cents, reference",
                "ada|it has 1 columns; expected are 4: from, to, cents, reference",
                "ada,alan,1.50,a|cents is not a whole number: '1.50'",
                "ada,alan,,a|cents is not a whole number: ''",
                "ada,alan,99999999999999999999,a|cents is not a whole number: '99999999999999999999'",
                "ada,alan,0,a|cents is not positive: 0",
                "ada,alan,-5,a|cents is not positive: -5",
                "ada,ada,1,a|from and to are the same account, 'ada'",
                "ada, ada,1,a|from and to are the same account, 'ada'",
                ",alan,1,a|from is blank",
                "ada,\"  \",1,a|to is blank",
                "ada,\"alan,1,a|its quotes do not fit",
                "\"ada\"x,alan,1,a|its quotes do not fit",
                "ada,alan,1,a\u0000b|reference holds a control character",
                "a\u0007da,alan,1,a|from holds a control character",
                "ada,al\uFFFDn,1,a|to is not valid UTF-8"
            })
    void aMalformedLineIsReportedWithItsReasonAndTheRestIsRead(String line, String reason) throws IOException {
        assertThat(read("alan,ada,1,before\n" + line + "\nalan,ada,2,behind\n"))
                .containsExactly(
                        new TransferLine(1, "alan", "ada", 1, "before"),
                        new MalformedLine(2, reason, line),
                        new TransferLine(3, "alan", "ada", 2, "behind"));
    }

    @Test
    void aNameThatIsTooLongForAStreamIsMalformed() throws IOException {
        assertThat(read("a".repeat(201) + ",alan,1,a"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .isInstanceOfSatisfying(
                                MalformedLine.class,
                                malformed ->
                                        assertThat(malformed.reason()).isEqualTo("from has more than 200 characters")));
    }

    @Test
    void bytesThatAreNotUtf8CostTheirOwnLineOnly() throws IOException {
        Path file = Files.write(
                directory.resolve("latin.csv"),
                "ada,al\u00e4n,1,a\nada,alan,2,b\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(read(TransferFile.at(file))).hasSize(2).last().isEqualTo(new TransferLine(2, "ada", "alan", 2, "b"));
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void aMissingFileIsOneSentence() {
        Path missing = directory.resolve("missing.csv");

        assertThatThrownBy(() -> TransferFile.at(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("There is no file " + missing + ".");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThatThrownBy(() -> TransferFile.at(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not a plain file; it is read more than once.");
    }

    private List<CsvLine> read(String text) throws IOException {
        return read(TransferFile.at(Files.writeString(directory.resolve("transfers.csv"), text)));
    }

    private static List<CsvLine> read(TransferFile file) {
        List<CsvLine> lines = new ArrayList<>();
        file.read(lines::add);
        return lines;
    }
}
