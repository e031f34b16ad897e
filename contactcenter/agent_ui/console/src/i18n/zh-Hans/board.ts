import type { board as english } from "../en/board";

/** 简体中文：主管看板。 */
export const board: typeof english = {
  board: {
    title: "值班看板", live: "实时", old: "数据已过时：截至 {at}", full: "全屏", leave: "退出全屏", asOf: "截至 {at}", zone: "图书馆当地时间（{zone}）", loading: "正在加载看板…", only: "看板仅供主管和管理员使用。",
    counters: "队列之外", kept: "近一小时兑现 {kept}/{all} 项承诺", setAside: "已搁置 {n}", quarantined: "隔离区 {n}", failed: "未送达 {n}",
    waiting: "正在等待", longest: "最长等待", level: "服务水平", asa: "平均应答时间", abandoned: "放弃", seats: "座席",
    inLists: "列表中另有 {n} 个", nobody: "无人等待", within: "目标：{target}内应答", ofAnswered: "最近一小时应答 {n} 个 | 最近一小时应答 {n} 个", share: "占最近一小时的 {share}", none: "最近一小时没有", noSeats: "目前无人在席。",
    means: {
      waiting: "正在聊天或电话另一端等候、还没有人应答的读者。", longest: "其中最早的一位已等待的时间，以服务器时钟为准。",
      level: "最近一小时内结束等待的实时咨询（已应答或已放弃）中，在 {target}内得到应答的比例。5 秒内离开的、在非服务时间前来的，不算放弃。",
      asa: "最近一小时内得到应答的实时咨询的平均等待时间。", abandoned: "最近一小时内等待超过 5 秒、在有人应答之前离开的读者；在非服务时间前来的不计。",
      seats: "控制台已打开且未离线的人；前一个数字是空闲、还能再接一个会话且没有在响铃的人数。", inLists: "无人受理、读者也不在另一端等候的咨询：邮件、表单、读者已离开的聊天。最多计到 1000。",
      talking: "馆员正在进行的实时会话。", error: "最近 24 小时内得到应答的读者中，所告知等待时间的误差占实际等待的比例（中位数）；括号内为个数。",
      told: "最近 24 小时内答复的邮件和表单中，自动回执告知过预计等待时间的：在所告知的最长时间内得到答复的比例，应为九成左右；括号内为个数。",
      arrived: "在这一分钟内加入队列。", answered: "在这一分钟内被馆员受理，无论之前等了多久。",
      kept: "最近 60 分钟内已兑现或已逾期的答复与办结承诺；与统计报表口径一致。", setAside: "被规则或馆员搁置、不算咨询的工单。最多计到 1000。", quarantined: "已收到但无法理解的内容。", failed: "有内容未送达、且还无人处理的工单。最多计到 1000。",
    },
    lastHour: "最近一小时", chart: "最近一小时逐分钟：到达 {arrived}，应答 {answered}，放弃 {abandoned}。", table: "以表格显示", minute: "分钟", arrived: "到达", answered: "已应答", at: "{at}：到达 {arrived}，应答 {answered}，放弃 {abandoned}",
    queues: "队列", queue: "队列", waits: "等待", first: "最长", lists: "列表中", talking: "会话中", short: "平均应答", error: "预计等待误差", told: "邮件如期答复", toldError: "所告知中间值的误差（中位数）为 {error}", openLine: "{queue}：谁在等待", openSeat: "{name} 的座席", count: "{share}（{n}）",
    rings: "正在此处响铃：", chats: "{n} 个聊天 | {n} 个聊天", calls: "{n} 个电话 | {n} 个电话",
    line: "{queue}：正在等待", lineHint: "按轮到的先后排列。优先级每升一级，相当于多等了十分钟。", lineEmpty: "这里无人等待。", asList: "在列表中显示", sooner: "提前：{name}", later: "推后：{name}", priority: "优先级 {n}", place: "第 {n} 位",
    give: "交给…", giveWho: "交给…：{name}", open: "打开", openWho: "打开：{name}",
    toCall: "前往通话", seatHintCall: "通话请在工单的通话栏中旁听：旁听时双方都听不到您；耳语只有馆员能听到；插话时双方都能听到。历史中会有记录。",
    seatHint: "旁听时您只是阅读，读者不会得知，但会记入工单历史；耳语是只有员工能看到的备注；介入时您与馆员一同答复读者；接管后会话归您。",
    seatEmpty: "此座席没有会话。", listen: "旁听", whisper: "耳语", stepIn: "介入", takeOver: "接管", takeOverSure: "从 {name} 处接管 {who} 的会话？", takeOverHint: "此后会话归您。{name} 会收到通知，历史中也会有记录。", signOut: "签退…", signOutSure: "让 {name} 签退？", signOutHint: "在本人重新选择状态或重新打开控制台之前，不再分配工作。其会话将回到队列：{n} 个。", signOutNow: "签退", signedOut: "{name} 已签退。",
    speak: "通知座席…", failedTitle: "未送达", failedEmpty: "全部已送达。", failedHint: "打开即可查看原因并重新发送。",
  },
};
