package io.mycel.itest.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.rpc.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What numpy and others compute, as {@code plugins-repo/testing/reference.py} writes it down. */
final class Reference {
  private final Path folder;

  private Reference(Path folder) {
    this.folder = folder;
  }

  /** Lets Python compute it. */
  static Reference write(Path python, Path folder) throws IOException, InterruptedException {
    Path script = Drift.REPOSITORY.resolve("testing/reference.py");
    Tools.run(
        folder.getParent(),
        Map.of(),
        List.of(python.toString(), "-B", script.toString(), folder.toString()));
    return new Reference(folder);
  }

  Path folder() {
    return folder;
  }

  /** The cases of a plugin by their names; each has what is given and what is to come out. */
  Map<String, Map<String, Object>> cases(String plugin) throws IOException {
    Path at = folder.resolve(plugin);
    JsonNode root = JsonMapper.builder().build().readTree(at.resolve("cases.json").toFile());
    Map<String, Map<String, Object>> cases = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : root.properties()) {
      cases.put(each.getKey(), map(each.getValue(), at));
    }
    return cases;
  }

  private static Map<String, Object> map(JsonNode node, Path at) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      map.put(each.getKey(), value(each.getValue(), at));
    }
    return map;
  }

  private static Object value(JsonNode node, Path at) throws IOException {
    if (node.has("$array")) {
      int[] shape = new int[node.path("shape").size()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = node.path("shape").get(axis).asInt();
      }
      byte[] items = Files.readAllBytes(at.resolve(node.path("$array").asText()));
      return new NdArray(node.path("dtype").asText(), shape, ByteBuffer.wrap(items));
    }
    if (node.has("$bytes")) {
      return ByteBuffer.wrap(Files.readAllBytes(at.resolve(node.path("$bytes").asText())));
    }
    if (node.has("$number")) {
      return Double.valueOf(node.path("$number").asText());
    }
    if (node.isObject()) {
      return map(node, at);
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      for (JsonNode item : node) {
        items.add(value(item, at));
      }
      return items;
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isTextual() ? node.asText() : node.isBoolean() ? node.asBoolean() : null;
  }
}
