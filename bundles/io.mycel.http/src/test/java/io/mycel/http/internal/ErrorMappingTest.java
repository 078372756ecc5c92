package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpException;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.RpcException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorMappingTest {
  private static final String PYTHON =
      "Traceback (most recent call last):\n  File \"/srv/secret/a.py\", line 1, in f\n    raise\n";

  @ParameterizedTest
  @CsvSource({
    "UNAUTHENTICATED,401",
    "PERMISSION,403",
    "NOT_FOUND,404",
    "CONFLICT,409",
    "INVALID,400",
    "UNAVAILABLE,501"
  })
  void refusalOfTheHubHasItsStatus(HubException.Kind kind, int status) {
    assertEquals(
        new ErrorMapping.Problem(status, "why"), ErrorMapping.of(new HubException(kind, "why")));
  }

  @ParameterizedTest
  @CsvSource({
    "METHOD_NOT_FOUND,404",
    "PERMISSION,403",
    "TIMEOUT,504",
    "PEER_GONE,502",
    "DATA,502",
    "REMOTE,500"
  })
  void failureOfACallHasItsStatus(RpcException.Kind kind, int status) {
    assertEquals(
        new ErrorMapping.Problem(status, "why"), ErrorMapping.of(new RpcException(kind, "why")));
  }

  static Stream<Object[]> remoteErrors() {
    return Stream.of(
        row(400, "ValueError: my error", "my error", PYTHON + "ValueError: my error\n"),
        row(400, "TypeError: f() missing 'a'", "f() missing 'a'", PYTHON + "TypeError: f() m\n"),
        row(400, "AssertionError", "", PYTHON + "AssertionError\n"),
        row(404, "KeyError: 'x'", "'x'", PYTHON + "KeyError: 'x'\n"),
        row(403, "PermissionError: no", "no", PYTHON + "PermissionError: no\n"),
        row(500, "RuntimeError: boom", "boom", PYTHON + "RuntimeError: boom\n"),
        row(500, "my.own.OddError: boom", "my.own.OddError: boom", ""),
        row(400, "builtins.ValueError: x", "builtins.ValueError: x", ""),
        row(404, "KeyError: 'Service not found: x'", "KeyError: 'Service not found: x'", ""),
        row(404, "RemoteError: KeyError: 1", "RemoteError: KeyError: 1", ""),
        row(404, "dataset not found", "dataset not found", ""),
        row(400, "ValueError: a not found", "a not found", PYTHON + "ValueError: a not found\n"),
        row(400, "ValueError: two\nlines", "two\nlines", PYTHON + "ValueError: two\nlines\n"),
        row(500, "Error: boom", "Error: boom", "Error: boom\n    at f (/srv/secret/x.js:1:2)"),
        row(400, "TypeError: no", "TypeError: no", "TypeError: no\n    at f (/srv/x.js:1:2)"),
        row(400, "ValueError: in trace", PYTHON + "ValueError: in trace\n", ""),
        row(500, "Error: boom", "Error: boom\n    at f (/srv/secret/x.js:1:2)", ""),
        row(500, "the value: Error of mine", "the value: Error of mine", ""));
  }

  private static Object[] row(Object... cells) {
    return cells;
  }

  @ParameterizedTest
  @MethodSource("remoteErrors")
  void thrownErrorIsToldApartByItsType(int status, String detail, String message, String trace) {
    ErrorMapping.Problem problem =
        ErrorMapping.of(new RpcException(RpcException.Kind.REMOTE, message, trace));

    assertEquals(new ErrorMapping.Problem(status, detail), problem);
    assertFalse(problem.detail().contains("secret"), problem.detail());
  }

  @Test
  void unexpectedFailureTellsNothing() {
    assertEquals(
        new ErrorMapping.Problem(500, "internal error; the log of the server tells more"),
        ErrorMapping.of(new IllegalStateException("/srv/secret")));
  }

  @Test
  void onlyTheUnexpectedIsADefect() {
    assertTrue(ErrorMapping.isDefect(new CompletionException(new IllegalStateException())));
    assertFalse(ErrorMapping.isDefect(new RpcException(RpcException.Kind.REMOTE, "boom")));
    assertFalse(ErrorMapping.isDefect(new HubException(HubException.Kind.INVALID, "no")));
    assertFalse(ErrorMapping.isDefect(new CompletionException(new HttpException(400, "no"))));
  }

  @Test
  void failureIsFoundInWhatAStageWrapsAroundIt() {
    assertEquals(
        new ErrorMapping.Problem(413, "large"),
        ErrorMapping.of(
            new CompletionException(new CompletionException(new HttpException(413, "large")))));
  }

  @Test
  void endlessMessageIsCut() {
    ErrorMapping.Problem problem =
        ErrorMapping.of(new RpcException(RpcException.Kind.REMOTE, "x".repeat(1_000_000)));

    assertEquals(4001, problem.detail().length());
  }

  @Test
  void errorWithoutMessageSaysSomething() {
    assertEquals(
        new ErrorMapping.Problem(500, "the function failed"),
        ErrorMapping.of(new RpcException(RpcException.Kind.REMOTE, null)));
  }
}
