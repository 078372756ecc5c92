package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HealthCheck;
import io.mycel.api.http.HealthCheck.Problem;
import io.mycel.api.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthRouteTest {
  private static final Problem PROBLEM = new Problem("plugin", "public/Broken", "it has failed");

  private final HealthRoute route = new HealthRoute(Settings.DEFAULT);

  @Test
  void nothingIsWrongWithoutAProblem() {
    route.bindCheck(List::of);

    assertEquals("{\"status\":\"OK\",\"problems\":[]}", text());
  }

  @Test
  void problemsAreNamedUntilTheirCheckGoes() {
    HealthCheck check = () -> List.of(PROBLEM);
    route.bindCheck(check);

    assertEquals(
        "{\"status\":\"DEGRADED\",\"problems\":[{\"kind\":\"plugin\","
            + "\"name\":\"public/Broken\",\"detail\":\"it has failed\"}]}",
        text());
    route.unbindCheck(check);
    assertEquals("{\"status\":\"OK\",\"problems\":[]}", text());
  }

  @Test
  void checkThatThrowsIsAProblemAndTheOthersAreAsked() {
    route.bindCheck(
        () -> {
          throw new IllegalStateException("secret");
        });
    route.bindCheck(() -> List.of(PROBLEM));

    String text = text();

    assertTrue(text.contains("a health check failed itself"), text);
    assertTrue(text.contains("public/Broken"), text);
    assertTrue(!text.contains("secret"), text);
  }

  @Test
  void answerIsBounded() {
    route.bindCheck(() -> Collections.nCopies(HealthRoute.MAX_NAMED + 7, PROBLEM));

    String text = text();

    assertEquals(HealthRoute.MAX_NAMED, text.split("public/Broken", -1).length - 1);
    assertTrue(text.endsWith("\"more\":7}"), text);
  }

  private String text() {
    HttpResponse response = Requests.answer(route.handle(Requests.get("/health")));
    assertEquals(200, response.status());
    return Requests.text(response);
  }
}
