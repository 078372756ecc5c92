package io.mycel.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.hub.WorkspaceInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubCommandsTest {
  private static final User USER =
      new User("u-1", List.of("anonymous"), true, null, null, Map.of(), null);

  private final HubCommands commands = new HubCommands(new FixedHub());

  /** Two clients in two workspaces, and a workspace without any. */
  private static final class FixedHub implements HubAdministration {
    @Override
    public List<ClientInfo> clients() {
      return List.of(
          client("lab", "ant", true, service("lab", "ant", "built-in", "protected")),
          client(
              "public",
              "bee",
              false,
              service("public", "bee", "built-in", "protected"),
              service("public", "bee", "echo", "public")));
    }

    @Override
    public List<WorkspaceInfo> workspaces() {
      return List.of(
          new WorkspaceInfo("empty", "u-2", false, "protected", null, 0, 0),
          new WorkspaceInfo("lab", "u-1", false, "protected", null, 1, 0),
          new WorkspaceInfo("public", "root", true, "public", "For everybody", 1, 1));
    }

    private static ClientInfo client(
        String workspace, String id, boolean connected, ServiceInfo... services) {
      return new ClientInfo(
          workspace,
          id,
          Generation.B,
          USER,
          connected,
          "127.0.0.1:5",
          Instant.now(),
          7,
          List.of(services));
    }

    private static ServiceInfo service(
        String workspace, String client, String id, String visibility) {
      Map<String, Object> config = Map.of("visibility", visibility);
      return new ServiceInfo(
          workspace, client, id, "Name of " + id, "generic", null, config, Map.of());
    }
  }

  private static List<String> lines(String text) {
    return text.lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
  }

  @Test
  void clientsAreATableOfAllOrOneWorkspace() {
    List<String> all = lines(commands.clients());
    assertEquals("CLIENT|GEN|USER|FROM|STATE|SINCE|SERVICES", all.get(0));
    assertTrue(all.get(1).startsWith("lab/ant|B|u-1|127.0.0.1:5|connected|"), all::toString);
    assertTrue(all.get(1).endsWith("|0"), all::toString);
    assertTrue(all.get(2).startsWith("public/bee|B|u-1|127.0.0.1:5|away|"), all::toString);
    assertTrue(all.get(2).endsWith("|1"), all::toString);
    assertEquals(3, all.size());
    assertEquals(2, lines(commands.clients("lab")).size());
    assertEquals(1, lines(commands.clients("empty")).size());
  }

  @Test
  void servicesLeaveOutTheBuiltInOnesUnlessAsked() {
    assertEquals(
        List.of(
            "SERVICE|NAME|TYPE|VISIBILITY|DESCRIPTION",
            "public/bee:echo|Name of echo|generic|public"),
        lines(commands.services()));
    assertEquals(4, lines(commands.services("--all")).size());
    assertEquals(2, lines(commands.services("lab/ant", "--all")).size());
    assertEquals(1, lines(commands.services("lab")).size());
  }

  @Test
  void workspacesAreATable() {
    assertEquals(
        List.of(
            "WORKSPACE|OWNER|VISIBILITY|CLIENTS|SERVICES|DESCRIPTION",
            "public|root|public|1|1|For everybody"),
        lines(commands.workspaces("public")));
    assertEquals(4, lines(commands.workspaces()).size());
  }

  @Test
  void jsonHasTheNamesOfTheWire() throws Exception {
    JsonNode client = new ObjectMapper().readTree(commands.clients("--json", "public")).get(0);
    assertEquals("public/bee", client.get("id").asText());
    assertEquals(7, client.get("queued_bytes").asInt());
    assertEquals("echo", client.get("services").get(1).asText());
    JsonNode service = new ObjectMapper().readTree(commands.services("--json")).get(0);
    assertEquals("public/bee:echo", service.get("id").asText());
    assertTrue(service.get("description").isNull());
    assertEquals(3, new ObjectMapper().readTree(commands.workspaces("--json")).size());
  }

  @Test
  void mistakesSayWhatAndHowToMendIt() {
    assertMessage("unknown option --jsn; usage: mycel:clients", () -> commands.clients("--jsn"));
    assertMessage("unknown option --all", () -> commands.workspaces("--all"));
    assertMessage("unexpected 'b'", () -> commands.services("a", "b"));
    assertMessage("there is no workspace 'nope'", () -> commands.clients("nope"));
    assertMessage("there is no workspace 'nope'", () -> commands.services("nope"));
    assertMessage("there is no workspace 'nope'", () -> commands.workspaces("nope"));
    assertMessage("there is no client 'lab/bee'", () -> commands.services("lab/bee"));
  }

  @Test
  void withoutAHubTheCommandsSaySo() {
    HubCommands alone = new HubCommands();
    IllegalStateException none = assertThrows(IllegalStateException.class, alone::clients);
    assertEquals("no hub runs; start the bundle io.mycel.hub", none.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0,0s", "-5,0s", "59,59s", "200,3m 20s", "7500,2h 5m", "349200,4d 1h"})
  void timesHaveTwoUnitsAtMost(long seconds, String text) {
    Instant then = Instant.EPOCH;
    assertEquals(text, HubCommands.since(then, then.plusSeconds(seconds)));
  }

  private static void assertMessage(String part, Runnable command) {
    String message = assertThrows(IllegalArgumentException.class, command::run).getMessage();
    assertTrue(message.startsWith(part), message);
  }
}
