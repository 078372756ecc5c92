package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.http.HttpResponse;
import io.mycel.api.transport.Listener;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
  private final Platform platform = new Platform(Settings.DEFAULT);
  private final HealthRoutes route = new HealthRoutes(platform, new JsonFormat(Settings.DEFAULT));

  private record FixedListener(Optional<URI> uri, Optional<String> failure) implements Listener {}

  @Test
  void processThatAnswersIsAlive() {
    HttpResponse response = get("/health/liveness");

    assertEquals(200, response.status());
    assertEquals("{\"status\":\"OK\"}", Requests.text(response));
  }

  @Test
  void readinessNamesWhatIsMissing() {
    HttpResponse response = get("/health/readiness");

    assertEquals(503, response.status());
    assertEquals(
        "{\"status\":\"DOWN\",\"success\":false,"
            + "\"detail\":\"waiting for: hub, rpc engine, listener\"}",
        Requests.text(response));
  }

  @Test
  void listenerThatFailedIsMissing() {
    platform.bindHub(new FakeHub());
    platform.bindEngine(new FakeEngine());
    platform.bindListener(new FixedListener(Optional.empty(), Optional.of("port in use")));

    assertEquals(
        "{\"status\":\"DOWN\",\"success\":false,\"detail\":\"waiting for: listener\"}",
        Requests.text(get("/health/readiness")));
  }

  @Test
  void completePlatformIsReadyUntilAPartGoes() {
    FakeHub hub = new FakeHub();
    Listener listener =
        new FixedListener(Optional.of(URI.create("http://127.0.0.1:9000")), Optional.empty());
    platform.bindHub(hub);
    platform.bindEngine(new FakeEngine());
    platform.bindListener(listener);
    assertEquals(200, get("/health/readiness").status());
    assertEquals("{\"status\":\"OK\"}", Requests.text(get("/health/readiness")));

    platform.unbindListener(listener);
    assertEquals(503, get("/health/readiness").status());
  }

  private HttpResponse get(String path) {
    return Requests.answer(route.handle(Requests.get(path)));
  }
}
