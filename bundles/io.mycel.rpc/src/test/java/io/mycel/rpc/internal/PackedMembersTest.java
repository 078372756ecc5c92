package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that many peers offer is packed once and reads as if it had been packed for each. */
class PackedMembersTest {
  private static final String DOC = "Says hello. ".repeat(300);

  private final TestNet net = new TestNet();
  private final Peer consumer = net.peer("ws", "consumer");
  private final Hello hello = new Hello();

  /** Counts how often it is described. */
  private static final class Hello implements RpcFunction {
    private int described;

    @Override
    public Object call(Call call) {
      return "hello";
    }

    @Override
    public String doc() {
      described++;
      return DOC;
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("name", "hello", "parameters", Map.of("type", "object"));
    }
  }

  private RemoteService get(String address) {
    return RemoteService.of(
        (Map<?, ?>) consumer.function(address, "services.built-in.get_service").call("s").join());
  }

  private static Service service(String place, Map<String, Object> members) {
    return new Service("s", "S", "generic", "", Map.of("place", place), members);
  }

  @Test
  void sharedFunctionsAreDescribedOnceAndTheRestForEach() {
    Map<String, Object> members = service("", Map.of("hello", hello)).members();
    for (String place : new String[] {"here", "there", "elsewhere"}) {
      Peer provider = net.peer("ws", "manager");
      provider.services().put("s", service(place, members));
      RemoteService got = get("ws/manager");
      assertEquals(place, got.config().get("place"));
      assertEquals("ws/manager", got.function("hello").target());
      assertEquals(DOC, got.function("hello").wire().get("_rdoc"));
      assertEquals("hello", ((Map<?, ?>) got.function("hello").wire().get("_rschema")).get("name"));
      assertEquals("hello", got.call("hello").join());
    }
    assertEquals(1, hello.described);
  }

  @Test
  void eachAddressGetsItsOwnFunctions() {
    Map<String, Object> members = service("", Map.of("hello", hello)).members();
    for (int i = 0; i < 20; i++) {
      net.peer("ws", "p" + i).services().put("s", service("here", members));
      assertEquals("ws/p" + i, get("ws/p" + i).function("hello").target());
    }
    assertEquals(20, hello.described);
    get("ws/p19");
    assertEquals(20, hello.described);
    get("ws/p0");
    assertEquals(21, hello.described, "what was described long ago is not kept");
  }

  private WeakReference<Map<String, Object>> describedAndForgotten() {
    Peer provider = net.peer("ws", "provider");
    Service service = service("", Map.of("hello", new Hello()));
    provider.services().put("s", service);
    get("ws/provider");
    provider.services().clear();
    return new WeakReference<>(service.members());
  }

  @Test
  void whatIsKeptDoesNotHoldTheFunctionsOfABundleThatGoes() {
    WeakReference<Map<String, Object>> members = describedAndForgotten();
    for (int i = 0; i < 100 && members.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertNull(members.get(), "the functions of the service are still held");
  }

  @Test
  void longDescriptionsAreNotKept() {
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      many.put("function-with-a-name-of-some-length-" + i, hello);
    }
    net.peer("ws", "provider").services().put("s", service("", many));
    get("ws/provider");
    get("ws/provider");
    assertEquals(6000, hello.described);
  }

  @Test
  void whatIsMoreThanFunctionsIsDescribedForEach() {
    Peer provider = net.peer("ws", "provider");
    provider.services().put("s", service("", Map.of("hello", hello, "nested", Map.of("a", 1))));
    get("ws/provider");
    assertEquals(Map.of("a", 1L), get("ws/provider").members().get("nested"));
    assertEquals(2, hello.described);
  }

  @Test
  void aCodecOfThePeerIsAsked() {
    Peer provider = net.peer("ws", "provider");
    provider.services().put("s", service("", Map.of("hello", hello)));
    get("ws/provider");
    provider.registerCodec(
        new Codec<>("greeting", Hello.class, value -> Map.of("text", "hi"), map -> null));
    assertEquals(
        Map.of("_rtype", "greeting", "text", "hi"), get("ws/provider").members().get("hello"));
  }
}
