package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceRoutesTest {
  private final FakeHub hub = new FakeHub();
  private final Platform platform = new Platform(Settings.DEFAULT);
  private final JsonFormat json = new JsonFormat(Settings.DEFAULT);
  private final ServiceListRoute list = new ServiceListRoute(platform, json);
  private final ServiceRoute one = new ServiceRoute(platform, json);

  @BeforeEach
  void start() {
    platform.bindHub(hub);
    platform.bindEngine(new FakeEngine());
  }

  @Test
  void listShowsWhatTheRegistryKnows() throws Exception {
    hub.infos =
        List.of(
            new ServiceInfo(
                "w",
                "c",
                "s",
                "Service",
                "generic",
                "does it",
                Map.of("visibility", "public", "authorized_workspaces", List.of("secret")),
                Map.of("docs", "read", "id", "c:s")));

    HttpResponse response = Requests.answer(list.handle(at("w", "")));

    assertEquals(200, response.status());
    assertEquals(
        List.of(
            Map.of(
                "id", "w/c:s",
                "name", "Service",
                "type", "generic",
                "description", "does it",
                "config", Map.of("visibility", "public"),
                "docs", "read")),
        parsed(response));
  }

  @Test
  void unknownWorkspaceIsNotFound() throws Exception {
    HttpResponse response = Requests.answer(list.handle(at("nowhere", "")));

    assertEquals(404, response.status());
    assertEquals(Map.of("success", false, "detail", "no workspace nowhere"), parsed(response));
  }

  @Test
  void functionsOfAServiceAreDescribed() throws Exception {
    Map<String, Object> parameters = Map.of("type", "object", "required", List.of("a"));
    Map<String, Object> stated =
        Map.of("name", "add", "description", "Adds.", "parameters", parameters);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(
        "full", function(Map.of("_rschema", Map.of("type", "function", "function", stated))));
    members.put("plain", function(Map.of("_rschema", stated, "_rdoc", "another")));
    members.put("documented", function(Map.of("_rdoc", "Says so.")));
    members.put("bare", function(Map.of()));
    members.put("math", Map.of("inner", function(Map.of()), "pi", 3.5));
    members.put("list", List.of(function(Map.of()), "x"));
    members.put("name", "Service");
    hub.offered = new RemoteService("w/c:s", Map.of("visibility", "public"), members);

    HttpResponse response = Requests.answer(one.handle(at("w", "c:s")));

    assertEquals(200, response.status());
    Map<String, Object> add = described("add", "Adds.", parameters);
    Map<String, Object> none = Map.of("type", "object");
    assertEquals(
        Map.of(
            "id", "w/c:s",
            "name", "Service",
            "config", Map.of("visibility", "public"),
            "full", add,
            "plain", add,
            "documented", described("documented", "Says so.", none),
            "bare", described("bare", "", none),
            "math", Map.of("inner", described("inner", "", none), "pi", 3.5),
            "list", List.of(described("list", "", none), "x")),
        parsed(response));
  }

  @Test
  void unknownServiceIsNotFound() throws Exception {
    HttpResponse response = Requests.answer(one.handle(at("w", "c:s")));

    assertEquals(404, response.status());
    assertEquals(Map.of("success", false, "detail", "no service c:s"), parsed(response));
  }

  @Test
  void absentCoreIsAServiceUnavailable() {
    platform.unbindHub(hub);

    assertEquals(503, Requests.answer(list.handle(at("w", ""))).status());
    assertEquals(503, Requests.answer(one.handle(at("w", "s"))).status());
  }

  @Test
  void hubThatIsReplacedStaysWhenTheOldOneGoes() {
    FakeHub newer = new FakeHub();
    newer.offered = new RemoteService("w/c:newer", Map.of(), Map.of());
    platform.bindHub(newer);
    platform.unbindHub(hub);

    assertEquals(200, Requests.answer(one.handle(at("w", "s"))).status());
  }

  private static Map<String, Object> described(
      String name, String description, Map<String, Object> parameters) {
    return Map.of(
        "type",
        "function",
        "function",
        Map.of("name", name, "description", description, "parameters", parameters));
  }

  private static RemoteFunction function(Map<String, Object> wire) {
    return new RemoteFunction(null, "w/c", "services.s.f", RemoteFunction.Promise.COMPACT, wire);
  }

  private static HttpRequest at(String workspace, String service) {
    return Requests.of(
        "GET",
        "/" + workspace + "/services/" + service,
        Map.of("workspace", workspace, "service", service),
        Map.of(),
        Map.of(),
        new byte[0]);
  }

  private static Object parsed(HttpResponse response) throws Exception {
    return new JsonMapper().readValue(Requests.text(response), Object.class);
  }
}
