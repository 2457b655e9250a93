import hashlib, json, sys, urllib.error, urllib.request  # python3 check.py https://the-site

site, end, last = sys.argv[1].rstrip("/"), "0" * 64, {}
read = lambda path: urllib.request.urlopen(f"{site}/{path}").read()
for row in (json.loads(line) for file in read("log/files.txt").split() for line in read(file.decode()).splitlines()):
    told = json.dumps({k: v for k, v in row.items() if k != "hash"}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if row["previous_hash"] != end or hashlib.sha256(told.encode()).hexdigest() != row["hash"]: sys.exit(f"日志第 {row['seq']} 行被改动过，或与前一行接不上。")
    end, last[row["number"]] = row["hash"], row
for number, row in last.items():
    try: same = hashlib.sha256(read(row["path"] + ".json")).hexdigest() == row["document_sha256"]
    except urllib.error.HTTPError: same = False
    if row["act"] != "withdrawn" and not same: print(f"{number} 的文本与日志所记不符，或被悄悄拿掉了：{site}/{row['path']}.html")
print(f"核对了 {len(last)} 个编号，日志止于 {end}")
