package io.mycel.js.internal.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mycel.api.http.HealthCheck.Problem;
import io.mycel.api.http.HttpResponse;
import io.mycel.js.internal.worker.JsWorkers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code /health} and {@code /health/javascript}: plugins that nothing but a restart ends. */
final class Health {
  private static final JsonFactory JSON = new JsonFactory();

  private Health() {}

  static List<Problem> problems(JsWorkers.Status status) {
    return status.runaways().stream()
        .map(
            name ->
                new Problem(
                    "runaway", name, "it was stopped and still runs; restart the server to end it"))
        .toList();
  }

  static HttpResponse of(JsWorkers.Status status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("status", status.runaways().isEmpty() ? "OK" : "DEGRADED");
      json.writeNumberField("running", status.running());
      json.writeNumberField("failed", status.failed());
      json.writeArrayFieldStart("runaways");
      for (String name : status.runaways()) {
        json.writeString(name);
      }
      json.writeEndArray();
      if (!status.runaways().isEmpty()) {
        json.writeStringField(
            "detail", "these plugins were stopped and still run; restart the server to end them");
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has no reason to
    }
    return HttpResponse.of(200, "application/json", text.toString())
        .with("cache-control", "no-store");
  }
}
