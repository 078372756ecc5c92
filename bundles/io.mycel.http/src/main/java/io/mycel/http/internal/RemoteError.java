package io.mycel.http.internal;

import io.mycel.api.rpc.RpcException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What can be read from the error of a function in another process, which arrives as text.
 *
 * @param type the simple name of its class, e.g. {@code ValueError}; empty if unknown
 * @param message for a person, with the type in front if it is known, without any trace
 */
record RemoteError(String type, String message) {
  private static final int MAX_MESSAGE_CHARS = 4000;

  /** Names that say only that something failed: the next name may say more. */
  private static final Set<String> GENERIC =
      Set.of("Error", "Exception", "RemoteError", "RemoteException");

  private static final String PYTHON_TRACE = "Traceback (most recent call last)";
  private static final String JAVASCRIPT_FRAME = "\n    at ";

  static RemoteError of(RpcException e) {
    String message = e.getMessage() == null ? "" : withoutTrace(e.getMessage());
    String type = typeInFront(message);
    if (type.isEmpty()) {
      type = typeInTrace(e.remoteTrace() == null ? "" : e.remoteTrace());
      if (!type.isEmpty()) {
        message = message.isEmpty() ? type : type + ": " + message;
      }
    }
    if (message.length() > MAX_MESSAGE_CHARS) {
      message = message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }
    return new RemoteError(type, message.isEmpty() ? "the function failed" : message);
  }

  boolean saysNotFound() {
    return message.toLowerCase(Locale.ROOT).contains("not found");
  }

  private static String typeInFront(String text) {
    String rest = text.strip();
    while (true) {
      int colon = rest.indexOf(':');
      String name = simpleName(colon < 0 ? rest : rest.substring(0, colon));
      if (!isErrorName(name)) {
        return "";
      }
      if (!GENERIC.contains(name)) {
        return name;
      }
      if (colon < 0) {
        return "";
      }
      rest = rest.substring(colon + 1).strip();
    }
  }

  private static String typeInTrace(String trace) {
    List<String> lines = trace.lines().toList();
    if (!trace.contains(PYTHON_TRACE)) {
      return lines.isEmpty() ? "" : typeInFront(lines.get(0));
    }
    for (int i = lines.size() - 1; i >= 0; i--) {
      // the lines of a message that is longer than one stand below its type
      String line = lines.get(i);
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        String type = typeInFront(line);
        if (!type.isEmpty()) {
          return type;
        }
      }
    }
    return "";
  }

  private static String withoutTrace(String text) {
    int frames = text.indexOf(JAVASCRIPT_FRAME);
    String message = frames < 0 ? text : text.substring(0, frames);
    int trace = message.indexOf(PYTHON_TRACE);
    if (trace < 0) {
      return message.strip();
    }
    String before = message.substring(0, trace).strip();
    if (!before.isEmpty() && typeInFront(before).isEmpty() && !GENERIC.contains(bare(before))) {
      return before;
    }
    List<String> lines = message.lines().filter(line -> !line.isBlank()).toList();
    return lines.get(lines.size() - 1).strip();
  }

  private static String bare(String text) {
    return text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
  }

  private static String simpleName(String name) {
    return name.strip().substring(name.strip().lastIndexOf('.') + 1);
  }

  private static boolean isErrorName(String name) {
    return (name.endsWith("Error") || name.endsWith("Exception"))
        && name.chars().allMatch(Character::isJavaIdentifierPart);
  }
}
