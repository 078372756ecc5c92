package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpException;
import io.mycel.api.rpc.RpcException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  private final JsonFormat json = new JsonFormat(Settings.DEFAULT);

  @Test
  void bareBytesAreMarkedBase64BothWays() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 1, (byte) 255});

    String text = write(List.of(bytes));

    assertEquals("[{\"_rtype\":\"bytes\",\"_rvalue\":\"AAH/\",\"_renc\":\"base64\"}]", text);
    assertEquals(List.of(bytes), json.read(text));
    assertEquals(0, bytes.position());
  }

  @Test
  void bytesOfARepresentedValueKeepItsShapeBothWays() {
    Map<String, Object> array = new LinkedHashMap<>();
    array.put("_rtype", "ndarray");
    array.put("_rvalue", ByteBuffer.wrap(new byte[] {1, 2}));
    array.put("_rshape", List.of(2L));

    String text = write(array);

    assertEquals(
        "{\"_rtype\":\"ndarray\",\"_rvalue\":\"AQI=\",\"_renc\":\"base64\",\"_rshape\":[2]}", text);
    assertEquals(array, json.read(text));
  }

  @Test
  void typeBytesNeedsNoMark() {
    assertEquals(
        ByteBuffer.wrap(new byte[] {1, 2}),
        json.read("{\"_rtype\":\"bytes\",\"_rvalue\":\"AQI=\"}"));
  }

  @Test
  void unmarkedStringStaysAString() {
    assertEquals(
        Map.of("_rtype", "error", "_rvalue", "AQI="),
        json.read("{\"_rtype\":\"error\",\"_rvalue\":\"AQI=\"}"));
    assertEquals(
        Map.of("_renc", "base64", "_rvalue", "AQI="),
        json.read("{\"_renc\":\"base64\",\"_rvalue\":\"AQI=\"}"));
  }

  @Test
  void valueThatIsNotBase64IsRefused() {
    HttpException e = refused("{\"_rtype\":\"bytes\",\"_rvalue\":\"A*\"}");

    assertTrue(e.getMessage().startsWith("_rvalue of a bytes is not base64"), e.getMessage());
  }

  @Test
  void notFiniteNumbersAreNull() {
    assertEquals(
        "[null,null,null,1.5]",
        write(List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1.5)));
  }

  @Test
  void everyPlainValueHasItsForm() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("i", 1L);
    tree.put("u", new BigInteger("18446744073709551615"));
    tree.put("b", true);
    tree.put("n", null);
    tree.put("s", "ä\n");
    tree.put("t", Instant.ofEpochSecond(0));

    assertEquals(
        "{\"i\":1,\"u\":18446744073709551615,\"b\":true,\"n\":null,\"s\":\"ä\\n\","
            + "\"t\":\"1970-01-01T00:00:00Z\"}",
        write(tree));
  }

  @Test
  void foreignObjectIsAnErrorOfData() {
    RpcException e = assertThrows(RpcException.class, () -> write(List.of(new Object())));

    assertEquals(RpcException.Kind.DATA, e.kind());
  }

  @Test
  void numbersAreReadAsWideAsTheyAre() {
    assertEquals(
        Arrays.asList(1L, 1.5, new BigInteger("18446744073709551615"), null),
        json.read("[1, 1.5, 18446744073709551615, null]"));
  }

  @Test
  void integerBeyondSixtyFourBitsIsRefused() {
    assertTrue(refused("18446744073709551616").getMessage().contains("64 bits"));
    assertTrue(refused("-9223372036854775809").getMessage().contains("64 bits"));
  }

  @Test
  void errorNamesLineAndColumn() {
    String message = refused("{\"a\": 1,\n  oops}").getMessage();

    assertTrue(message.startsWith("invalid JSON at line 2, column "), message);
    assertTrue(message.contains("expecting double-quote"), message);
  }

  @Test
  void textThatEndsEarlySaysWhatIsMissing() {
    assertEquals(
        "invalid JSON at line 1, column 2: Unexpected end-of-input: expected close marker for"
            + " Object",
        refused("{").getMessage());
  }

  @Test
  void notANumberIsNotJson() {
    assertTrue(refused("[NaN]").getMessage().startsWith("invalid JSON at line 1"));
  }

  @Test
  void textBehindTheValueIsRefused() {
    refused("1 2");
  }

  @Test
  void tooDeepIsRefused() {
    assertTrue(refused("[".repeat(21) + "]".repeat(21)).getMessage().contains("depth"));
    assertEquals(1, ((List<?>) json.read("[".repeat(20) + "]".repeat(20))).size());
  }

  @Test
  void tooManyTokensAreRefused() {
    String many = Collections.nCopies(499, 1).toString();

    assertTrue(refused(many.replace(" ", "")).getMessage().contains("oken"));
  }

  @Test
  void numberOfTooManyDigitsIsRefused() {
    refused("1".repeat(401));
  }

  @Test
  void otherUnicodeFormsAreRecognised() {
    assertEquals("ä", json.read(ByteBuffer.wrap("\"ä\"".getBytes(StandardCharsets.UTF_16BE))));
    assertEquals(
        "ä",
        json.read(
            ByteBuffer.wrap("\"ä\"".getBytes(StandardCharsets.ISO_8859_1)),
            StandardCharsets.ISO_8859_1));
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    HttpException e =
        assertThrows(
            HttpException.class,
            () -> json.read(ByteBuffer.wrap(new byte[] {'"', (byte) 0xff, '"'})));

    assertEquals(400, e.status());
  }

  private String write(Object tree) {
    return StandardCharsets.UTF_8.decode(json.write(tree)).toString();
  }

  private HttpException refused(String text) {
    HttpException e = assertThrows(HttpException.class, () -> json.read(text));
    assertEquals(400, e.status());
    return e;
  }
}
