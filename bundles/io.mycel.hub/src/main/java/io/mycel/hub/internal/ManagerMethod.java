package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One function of the workspace manager.
 *
 * @param name in snake case
 * @param doc one sentence
 * @param generations who is offered it
 * @param parameters in order
 * @param openEnded true if keyword arguments without a parameter are handed to the handler as well
 * @param handler does it
 */
record ManagerMethod(
    String name,
    String doc,
    Set<Generation> generations,
    List<Parameter> parameters,
    boolean openEnded,
    Handler handler) {

  static final Set<Generation> BOTH = Set.of(Generation.A, Generation.B);
  static final Set<Generation> ONLY_A = Set.of(Generation.A);
  static final Set<Generation> ONLY_B = Set.of(Generation.B);

  /**
   * A parameter.
   *
   * @param type of JSON schema: {@code string}, {@code object}, {@code integer}, {@code boolean},
   *     {@code number}, {@code array}; empty for any
   * @param required false if the call may leave it out
   */
  record Parameter(String name, String type, boolean required, String doc) {}

  /** Does what a method is for. */
  @FunctionalInterface
  interface Handler {
    /** The answer to a call, or a {@link java.util.concurrent.CompletionStage} of it. */
    Object handle(ClientEntry caller, Arguments arguments);
  }

  static Parameter required(String name, String type, String doc) {
    return new Parameter(name, type, true, doc);
  }

  static Parameter optional(String name, String type, String doc) {
    return new Parameter(name, type, false, doc);
  }

  static ManagerMethod of(
      String name,
      Set<Generation> generations,
      String doc,
      List<Parameter> parameters,
      Handler handler) {
    return new ManagerMethod(name, doc, generations, parameters, false, handler);
  }

  /** This method, taking any further keyword arguments. */
  ManagerMethod open() {
    return new ManagerMethod(name, doc, generations, parameters, true, handler);
  }

  /** The arguments of a call by the names of the parameters. */
  Arguments bind(Call call) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Object> args = call.args();
    if (args.size() > parameters.size()) {
      throw new HubException(
          HubException.Kind.INVALID,
          name
              + " takes "
              + signature()
              + ", it was called with "
              + args.size()
              + " positional arguments");
    }
    for (int i = 0; i < args.size(); i++) {
      values.put(parameters.get(i).name(), args.get(i));
    }
    call.kwargs()
        .forEach(
            (key, value) -> {
              boolean known =
                  parameters.stream().anyMatch(parameter -> parameter.name().equals(key));
              if (!known && !openEnded && !key.equals("context")) {
                throw new HubException(
                    HubException.Kind.INVALID,
                    name + " takes " + signature() + " and no argument '" + key + "'");
              }
              values.put(key, value);
            });
    for (Parameter parameter : parameters) {
      if (parameter.required() && !values.containsKey(parameter.name())) {
        throw new HubException(
            HubException.Kind.INVALID,
            name
                + " takes "
                + signature()
                + ", the argument '"
                + parameter.name()
                + "' is missing");
      }
    }
    return new Arguments(name, values);
  }

  /** As Python would write it, e.g. {@code (service_id, config=None)}. */
  String signature() {
    List<String> names = new ArrayList<>();
    for (Parameter parameter : parameters) {
      names.add(parameter.required() ? parameter.name() : parameter.name() + "=None");
    }
    if (openEnded) {
      names.add("**kwargs");
    }
    return "(" + String.join(", ", names) + ")";
  }

  /** The schema of its parameters as tools read it. */
  Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Map<String, Object> property = new LinkedHashMap<>();
      if (!parameter.type().isEmpty()) {
        property.put("type", parameter.type());
      }
      property.put("description", parameter.doc());
      properties.put(parameter.name(), property);
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    return Map.of("name", name, "description", doc, "parameters", schema);
  }
}
