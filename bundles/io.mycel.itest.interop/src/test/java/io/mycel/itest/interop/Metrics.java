package io.mycel.itest.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a server tells at {@code /metrics}. */
final class Metrics {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;

  Metrics(URI server) {
    request = HttpRequest.newBuilder(server.resolve("/metrics")).build();
  }

  /** A figure, by its name and labels as they are written there. */
  double get(String name) {
    try {
      String all = http.send(request, BodyHandlers.ofString()).body();
      return all.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no figure " + name + " in\n" + all));
    } catch (IOException e) {
      throw new AssertionError("no answer from " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
