import type { automation as english } from "../en/automation";

/** 简体中文：自动化规则与宏，随页面加载。 */
export const automation: typeof english = {
  automation: {
    hint: "系统自动完成的工作。规则自上而下依次检查，对同一件事每条规则只执行一次；一条规则的结果可以引出下一条，最多三层。", add: "新建规则", none: "还没有规则。启用前先用以往工单试运行：试运行不会改动任何内容。", on: "启用", off: "停用", turn: "启用或停用“{name}”",
    up: "将“{name}”提前", down: "将“{name}”延后", change: "修改“{name}”", remove: "移除“{name}”", removed: "已移除规则“{name}”。", runs: "近 30 天未执行 | 近 30 天执行 1 次 | 近 30 天执行 {n} 次", many: "近 30 天执行超过 999 次",
    when: "当", if: "如果", then: "就", within: { if: "如果", then: "就" }, and: "并且", or: "或", name: "名称", namePlaceholder: "同事会看到的名称", addWhen: "再加一种时机", addIf: "添加条件", addThen: "添加动作", removeThis: "移除此项", always: "无条件", turnOn: "启用", saved: "规则已保存。",
    trigger: { opened: "新咨询出现", patron_wrote: "读者再次来信", state_changed: "状态改变", promise_near: "承诺时限将至", promise_broken: "承诺时限已过" }, toState: "变为", anyState: "任意状态",
    changedTo: "状态变为“{state}”",
    about: { channel: "渠道", queue: "队列", sender: "发件人", words: "词语", language: "语言", tag: "标签", priority: "优先级", file: "附件", hours: "服务时间" },
    is: "是", isNot: "不是", contains: "包含", containsNot: "不包含",
    where: { subject: "主题", text: "正文", either: "主题或正文" }, pieces: "每行一个", senderHint: "地址，或域名（如 uni.example，含其下级域名）。每行一个。", languageHint: "如 en、zh-Hans 或 de；zh 指所有中文。每行一个。", atLeast: "至少", has: "有附件", hasNot: "没有附件", open: "队列在服务时间内", closed: "队列在服务时间外",
    said: {
      channel: "来自{what}", notChannel: "不是来自{what}", queue: "在队列{what}", notQueue: "不在队列{what}", sender: "发件人是 {what}", notSender: "发件人不是 {what}", words: "{where}包含{what}", notWords: "{where}不包含{what}",
      language: "语言是 {what}", notLanguage: "语言不是 {what}", tag: "带有 {what}", notTag: "没有 {what}", priority: "优先级至少为 {what}", notPriority: "优先级低于 {what}", file: "有附件", notFile: "没有附件", hours: "队列在服务时间内", notHours: "队列在服务时间外",
    },
    do: { tag: "添加标签", untag: "移除标签", move: "转到队列", assign: "分配给", priority: "将优先级设为", reply: "回复常用语", note: "添加备注", close: "结束工单" },
    does: { tag: "添加标签 {what}", untag: "移除标签 {what}", move: "转到{what}", assign: "分配给 {what}", priority: "将优先级设为 {what}", reply: "回复“{what}”", note: "备注“{what}”", close: "结束工单" },
    replyThen: { keep: "并保持打开", waiting_patron: "并等待读者", close: "并结束" }, replyHint: "每个工单只回复一次；如有读者语言的同名常用语则使用它；从不回复程序发出的邮件。", choose: "请选择…", noSnippets: "还没有常用语：请先在“常用语”中添加。", noTags: "还没有标签：请先给工单添加标签。", noteText: "备注",
    try: "用以往工单试运行", tryLast: "最近 {n} 个", tried: "检查了 {tickets} 个工单、{moments} 个时机，其中 {matched} 个会执行。未做任何改动。", triedNone: "最近 {tickets} 个工单都不会执行。", triedMore: "以下是最新的 {n} 个。",
    effect: { done: "将会执行", already: "已是如此", refused: "不会执行" }, as: "队列、标签和优先级按今天的情况计算。",
    failures: "最近失败 1 次 | 最近失败 {n} 次", code: {
      invalid: "在那里无法执行：该同事看不到此队列，或常用语已删除", forbidden: "没有权限", not_found: "已不存在", machine: "来信由程序发出，或不希望收到回复", set_aside: "已搁置", no_way_back: "无法联系读者", too_many: "该地址今天收到的自动回复已达上限", merged: "已被合并", illegal_state: "当前状态不允许",
      answered: "同事已先回复", defect: "程序缺陷，请查看日志", taken: "已由同事领取", junk: "已搁置",
    },
  },
  macros: {
    title: "宏", hint: "手动执行同样的动作：按 m 应用于当前工单，或用 s 标记的所有工单。", add: "新建宏", none: "还没有宏。", saved: "宏已保存。", removed: "已移除宏“{name}”。", find: "哪个宏？", applyTo: "应用于 #{id}", applyMany: "应用于 {n} 个工单", empty: "还没有宏。主管可在“设置 › 自动化”中新建。", done: "{name}：已完成。 | {name}：已在 {n} 个工单上完成。", partly: "{name}：{n} 个中完成 {done} 个。#{first}：{why}。",
  },
};
