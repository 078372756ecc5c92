// One line of JSON for each test that ended.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const { error } = data.details ?? {};
    const cause = error?.cause ?? error;
    yield JSON.stringify({
      file: data.file ?? "",
      name: data.name,
      skipped: data.skip !== undefined || data.todo !== undefined,
      failure: type === "test:fail" ? String(cause?.stack ?? cause ?? "failed") : null,
    }) + "\n";
  }
}
