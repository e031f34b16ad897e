import type { house as english } from "../en/house";

/** 简体中文：框架、对话框、读者与设置。 */
export const house: typeof english = {
  shell: {
    title: "工作台", skip: "跳到对话", places: "导航", work: "工作", patrons: "读者", board: "看板", reports: "统计", settings: "设置", close: "关闭", dismiss: "关闭提示", again: "重试", undo: "撤销", cancel: "取消", save: "保存",
    stale: "连接已断开，当前内容可能不是最新。正在重新连接…", unreachable: "联系中心没有响应", unreachableHint: "请检查网络。未发送的草稿仍保存在此浏览器中。",
  },
  role: { librarian: "馆员", supervisor: "主管", admin: "管理员" },
  language: { en: "English", "zh-Hans": "简体中文" },
  theme: { system: "跟随系统", light: "浅色", dark: "深色" },
  proof: {
    proved: "已验证", asClaimed: "未核实", claimed: "未核实：{address}", claimedHint: "尚未证实此地址属于本人，请勿据此透露其他咨询内容。", signature: "通过签名地址", session: "通过登录会话", token: "通过聊天令牌",
    link: "通过专属链接", dmarc: "经本馆邮件服务器以 DMARC 验证", spf_dkim: "通过 SPF 和 DKIM", dkim: "通过 DKIM", spf: "通过 SPF",
  },
  identity: { email: "邮箱", phone: "电话", fax: "传真", sender: "发送方", chat: "聊天", portal: "网页", desk: "咨询台" },
  reason: { related: "已关联", mentioned: "提到了编号", split: "拆分", merged: "已并入本工单" },
  transfer: { title: "转交给…", find: "同事或队列", people: "同事", queues: "队列", me: "{name}（我）", none: "没有符合的同事或队列。" },
  ask: { title: "邀请同事协助", find: "同事", people: "同事", hint: "同事只能看到此工单，看不到该队列的其他工单。随后请给同事写一条备注。" },
  snooze: { title: "稍后处理", hint: "到时工单会自动回来；读者来信时也会立即回来。", hours: "两小时后", tomorrow: "明天上午", monday: "周一上午", week: "一周后", own: "其他时间" },
  other: {
    title: "关联与合并", merge: "合并到…", link: "关联到…", find: "编号或关键词", theirs: "同一读者", found: "搜索结果", noneYet: "输入编号或关键词查找工单。", mergeHint: "只能合并同一读者的咨询，可以撤销。",
    linkHint: "关联仅供参考，两个工单保持不变。", unlink: "取消与 #{id} 的关联",
  },
  guests: { title: "受邀同事", ask: "邀请", none: "没有受邀的同事。", letGo: "结束 {name} 的协助" },
  patron: {
    title: "读者", all: "全部读者", one: "资料与咨询", unknown: "没有更多信息。", edit: "编辑资料", name: "姓名", affiliation: "单位", language: "语言", remark: "备注", before: "咨询", inquiries: "没有咨询 | 1 次咨询 | {n} 次咨询", count: "{n} 次，最近 {day}", allPast: "咨询记录",
    past: "其他咨询", noPast: "没有您可查看的咨询。", nonePast: "没有其他咨询。", morePast: "更早的咨询", find: "姓名或地址", noneFound: "没有以此开头的姓名或地址。", noneYet: "读者首次咨询后会出现在这里。", noAddress: "无地址", noTexts: "已退订短信", noTextsHint: "此号码已回复“退订”，不再接收本馆短信。", more: "更多",
    choose: "选择一位读者，查看其以往的咨询。",
  },
  walkin: {
    title: "登记到馆或电话咨询", short: "登记咨询", hint: "按读者原话记录，只需填写问题。", question: "问题", answer: "答复（如已当面答复）", mail: "同时将答复发送至 {address}", patron: "读者（如已知）", patronHint: "姓名或邮箱", otherPatron: "换一位读者",
    close: "立即结束", noQueue: "您还不属于任何部门，没有可登记的队列。请联系管理员将您加入部门。", save: "登记", done: "已登记为 #{id}。", doneClosed: "已登记并结束：#{id}。", show: "查看",
  },
  palette: { title: "命令", find: "想做什么？也可以搜索工单…", none: "没有符合的命令。", tickets: "工单", thisTicket: "当前工单", house: "全局", goTo: "前往“{place}”", theme: "切换浅色与深色" },
  keys: {
    title: "键盘快捷键", hint: "不在输入时，单键快捷键有效。", off: "单键快捷键已关闭。", next: "下一个工单", previous: "上一个工单", open: "打开", reply: "回复", replyAll: "回复全部", note: "备注", question: "搁置的内容是读者咨询", close: "结束或重新打开", transfer: "分配或转交", handOver: "移交给已加入的同事", pages: "查看最新传真或 PDF 的页面", call: "呼叫读者", hold: "保持或恢复通话", mute: "通话中静音", hangUp: "挂断", join: "加入或离开会话", tag: "标签", mark: "标记（用于宏）", macro: "应用宏", takeNext: "领取下一个咨询", effort: "咨询记录中的难度", confirm: "确认咨询记录", tally: "计一次指引性问题",
    undo: "撤回刚发送的回复或计数", walkin: "登记到馆或电话咨询", accept: "接入（输入时按 Alt A）", decline: "不接，留给同事", available: "恢复空闲；整理完成", presence: "我的状态", search: "搜索", leave: "离开输入框", keys: "本页说明", palette: "全部命令", send: "发送",
  },
  settings: {
    departments: "部门与队列", personal: "个人与界面", snippets: "常用语", needs: "需求分类", quarantine: "隔离区", mailboxes: "收信邮箱", hours: "服务时间", promises: "承诺时限", routing: "分配", skills: "技能", tags: "标签", automation: "自动化", queue: "队列", language: "语言", theme: "主题", shortcuts: "单键快捷键", shortcutsHint: "如使用语音输入或经常误触按键，可以关闭。", showKeys: "查看全部", signOut: "退出登录",
    noDepartment: "无部门", stay: "留下", unsent: "此电脑上的 {n} 份未发送草稿将被丢弃。", signOutHint: "再次使用时需要输入密码。",
  },
  snippets: {
    hint: "预存的答复。在行首输入 / 即可插入。", add: "新建常用语", none: "还没有常用语：先写下您最常用的答复。", everyone: "所有人", title: "标题", shortcut: "快捷词", shortcutHint: "仅限文字、数字、_ 和 -", text: "正文", fields: "自动填写：",
    for: "适用于", change: "修改“{title}”", remove: "删除“{title}”", removed: "已删除“{title}”。",
  },
  problem: {
    offline: "没有网络连接。请在顶部提示消失后重试。", unknown: "出错了。请重试；如问题仍然存在，请告知管理员。", field: "有内容不符合要求，请检查后重试。", busy: "服务器繁忙，请稍后重试。", defect: "服务器出错，已记录。请稍后重试。", not_found: "内容已不存在，或您无权查看。",
    forbidden: "您没有权限执行此操作或查看此内容。", rings_you: "您的电话还在响铃，读者正与同事通话：请先接听。", passed_on: "会话已归同事：对方接听前，由您陪同读者。", not_talking: "读者尚未接通。", over: "通话已结束。", answer_first: "有读者正在等您接听：请先接听或拒绝，再拨号。", no_room: "您正在进行的会话不允许再接这一个，请先结束它。", on_a_call: "该座席正在通话，请先挂断或移交那通电话。", talking: "读者正在通话，结束工单会挂断电话：请先挂断。", calls_already: "该咨询已有通话正在进行。", no_number: "本馆没有可拨出的号码，请联系管理员设置。", no_telephone: "请先在设置中选择在哪里接听电话。", no_browser_calls: "此处不能在浏览器中接听电话，请联系管理员。", repeated: "正在保存，请勿重复提交。", name_taken: "已有同名的部门或队列，请换一个名称。", taken: "同事已先领取。", answered: "您打开后同事已经回复。请先阅读，再发送。", sent: "回复已经发出，无法撤回。", junk: "该工单已搁置，确认是读者咨询后才能回复。", merged: "该工单已合并到其他工单。请到那里处理，或撤销合并。",
    illegal_state: "工单状态已发生变化，无法执行此操作。", other_patron: "这两个咨询来自不同读者，请改用关联。", call_goes_on: "该咨询正在通话或等待回电，请等通话结束。", not_split: "该工单并非由拆分而来。", nothing_failed: "没有需要重新发送的内容。", too_large: "文件过大。",
    targets_changed: "同事刚刚修改了这些时限。已载入最新内容，请看过后再改。", macro_there: "已有同名宏，请换一个名称。", tag_there: "已有（或曾有）同名标签，请直接使用。", view_there: "已有同名视图，请换一个名称。", routing_changed: "同事刚刚修改了这些规则。已载入最新内容，请看过后再改。", skills_changed: "同事刚刚修改了这些技能。已载入最新内容，请看过后再改。", overflow_loop: "那个队列会溢出回到本队列，等待者只会互相推来推去。请选择其他队列，或先修改那个队列。", hours_changed: "同事刚刚修改了服务时间。已载入最新内容，请看过后再改。", exception_there: "其中有的日子已经有例外，请先移除。", shortcut_taken: "该快捷词已被使用，请换一个。", changed: "他人刚刚作了修改。请再看一遍，然后保存。", removed: "该记录已被移除。", too_late: "计数时间过久，无法取消。", parent_retired: "上级需求已停用，请先恢复上级。", opted_out: "对方已退订短信，请致电或改用其他方式。", window_closed: "距读者上一条消息过久，此渠道已不能回复。", csrf: "登录状态已变化，请重新加载页面。", set_aside: "内容已保留但无法理解，主管可在隔离区查看。", gone: "这里已不再响铃：同事已接入，或已回到队列。", not_live: "读者不在线，或会话无人处理。", not_there: "对方不在岗。请选择其他同事或队列。", wrap_up: "正在整理上一次会话。请稍候、先请其加入，或选择其他同事或队列。", full: "对方的会话已满。请选择其他同事或队列。", rings: "对方处正有别的咨询在响铃，请等它结束后再试。", rings_already: "已在一位同事处响铃，请等待对方答复，或先取消响铃。", not_joined: "对方已离开会话。", nothing_waits: "您的列表中没有可领取的咨询。", slow_down: "操作过于频繁，请稍后再试。",
  },
};
